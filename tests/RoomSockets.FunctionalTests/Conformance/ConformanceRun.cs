using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>One case at work: its host, its connections and what it captured.</summary>
internal sealed class ConformanceRun(ConformanceHost host) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Captures _captures = new();
    private readonly Dictionary<string, ConformanceConnection> _connections = new(StringComparer.Ordinal);

    public async Task StepAsync(JsonObject step)
    {
        if (step.ContainsKey("restart")) await host.RestartAsync();
        else if (step.ContainsKey("application")) await ConformanceApplication.DoAsync(host, step);
        else if (step.ContainsKey("connect")) await ConnectAsync(step);
        else await StepAsync(_connections[step["connection"]!.GetValue<string>()], step.Single(field => field.Key != "connection"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values) await connection.DisposeAsync();
    }

    private Task StepAsync(ConformanceConnection connection, KeyValuePair<string, JsonNode?> step) => step.Key switch
    {
        "send" => connection.SendTextAsync(step.Value is JsonObject frame ? _captures.Insert(frame)!.ToJsonString(Plain) : step.Value!.GetValue<string>()),
        "sendBinary" => connection.SendBinaryAsync(step.Value!.GetValue<string>()),
        "sendPing" => connection.SendPingAsync(step.Value!.GetValue<int>()),
        "expect" => ExpectAsync(connection, step.Value!),
        "expectBinary" => ExpectAsync(step.Value!.GetValue<string>(), connection.ReadBinaryAsync()),
        "expectNothing" => connection.ExpectNothingAsync(),
        "expectClose" => ExpectAsync(step.Value!.GetValue<int>(), connection.ReadCloseAsync()),
        "close" => connection.SendCloseAsync(),
        _ => throw new InvalidOperationException($"There is no step '{step.Key}'."),
    };

    private async Task ConnectAsync(JsonObject step)
    {
        List<string> headers = [];
        if (step["user"] is { } user) headers.Add($"Authorization: Bearer {user}");
        if (step["protocol"] is { } protocol) headers.Add($"Sec-WebSocket-Protocol: {protocol}");
        var client = await host.App.KnockAsync(_captures.InsertInto(step["path"]!.GetValue<string>()), [.. headers]);
        _connections.Add(step["connect"]!.GetValue<string>(), new ConformanceConnection(client));
        if (step["refused"] is not { } refused)
        {
            client.Status.Should().Be(101, client.Body);
            if (step["chosen"] is { } chosen) client.Headers["Sec-WebSocket-Protocol"].Should().Be(chosen.GetValue<string>());
            return;
        }

        client.Status.Should().Be(refused["status"]!.GetValue<int>());
        JsonNode.Parse(client.Body)!["code"]!.GetValue<string>().Should().Be(refused["code"]!.GetValue<string>());
    }

    private async Task ExpectAsync(ConformanceConnection connection, JsonNode expected)
    {
        var text = await connection.ReadTextAsync();
        if (expected is JsonValue) text.Should().Be(expected.GetValue<string>());
        else if (_captures.Differ(expected, JsonNode.Parse(text)) is { } difference) throw new InvalidOperationException($"{text} came, where {difference}.");
    }

    private static async Task ExpectAsync<T>(T expected, Task<T> actual) => (await actual).Should().Be(expected);
}
