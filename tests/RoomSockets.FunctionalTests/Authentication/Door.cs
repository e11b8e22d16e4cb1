using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>An endpoint that tells each caller who it is, and two ways to knock at it.</summary>
internal static class Door
{
    /// <summary>Answers every message with the caller's id.</summary>
    public static IEndpointConventionBuilder MapDoor(this WebApplication app, string pattern = "/ws") =>
        app.MapRoomSockets(pattern, message => message.ReplyAsync(message.Connection.UserId ?? "nobody"));

    /// <summary>Accepts <c>ok-ann</c> as the user ann; other tokens are left to the next validator.</summary>
    public static IRoomSocketsBuilder AddNames(this IRoomSocketsBuilder rooms) =>
        rooms.AddTokenValidator((context, _) => ValueTask.FromResult(
            context.Token.StartsWith("ok-", StringComparison.Ordinal) ? TokenResult.Success(context.Token[3..]) : TokenResult.NoResult));

    public static Task<TestApp> OpenAsync(Action<IRoomSocketsBuilder>? add = null) =>
        TestApp.StartAsync(map => map.MapDoor(), rooms =>
        {
            rooms.AddNames();
            add?.Invoke(rooms);
        });

    /// <summary>Whom the server takes the caller for; a refusal fails the test.</summary>
    public static async Task<string> WhoAsync(this TestApp app, string path, params string[] headers)
    {
        await using var client = await app.KnockAsync(path, headers);
        client.Status.Should().Be(101, "the body is {0}", client.Body);
        await client.SendAsync("who am I?");
        return await client.ReadTextAsync();
    }

    /// <summary>The status and the stable code of a refusal, for instance <c>403 origin</c>.</summary>
    public static async Task<string> RefusalAsync(this TestApp app, string path, params string[] headers)
    {
        await using var client = await app.KnockAsync(path, headers);
        return client.Verdict();
    }

    public static string Verdict(this RawClient client)
    {
        if (client.Status == 101) return "101";
        client.Headers.Should().ContainKey("Content-Type").WhoseValue.Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(client.Body);
        problem.RootElement.GetProperty("status").GetInt32().Should().Be(client.Status);
        return $"{client.Status} {problem.RootElement.GetProperty("code").GetString()}";
    }
}
