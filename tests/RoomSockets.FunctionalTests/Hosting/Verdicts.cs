using System.Globalization;
using System.Text.Json;

namespace RoomSockets.FunctionalTests.Hosting;

/// <summary>What became of a handshake, in one line.</summary>
internal static class Verdicts
{
    /// <summary>The status and the stable code of a refusal, for instance <c>503 overloaded</c>; <c>101</c> where there is none.</summary>
    public static async Task<string> VerdictAsync(this TestApp app, string path, params string[] headers)
    {
        await using var client = await app.KnockAsync(path, headers);
        return client.ReadVerdict();
    }

    public static string ReadVerdict(this RawClient client)
    {
        if (client.Status == 101) return "101";
        client.Headers.Should().ContainKey("Content-Type", "the body is {0}", client.Body).WhoseValue.Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(client.Body);
        problem.RootElement.GetProperty("detail").GetString().Should().NotBeNullOrEmpty();
        return $"{client.Status} {problem.RootElement.GetProperty("code").GetString()}";
    }

    /// <summary>A refusal that says when to come back.</summary>
    public static async Task<string> BusyAsync(this TestApp app, string path, params string[] headers)
    {
        await using var client = await app.KnockAsync(path, headers);
        client.Headers.Should().ContainKey("Retry-After");
        int.Parse(client.Headers["Retry-After"], CultureInfo.InvariantCulture).Should().BeInRange(1, 5);
        return client.ReadVerdict();
    }
}
