using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>A client of <c>roomsockets.v1.json</c> over bytes of its own: it decides what is read and when.</summary>
internal sealed class V1Client(RawClient client) : IAsyncDisposable
{
    private int _ids;

    public RawClient Raw => client;

    public JsonObject Welcome { get; private set; } = [];

    public static async Task<V1Client> ConnectAsync(TestApp app, string? user = null, string path = "/ws")
    {
        var client = await OpenAsync(app, user, path);
        client.Welcome = await client.ReadAsync("welcome");
        return client;
    }

    /// <summary>Without reading the <c>welcome</c>.</summary>
    public static async Task<V1Client> OpenAsync(TestApp app, string? user = null, string path = "/ws")
    {
        var bearer = user is null ? string.Empty : $", roomsockets.bearer.{user}";
        var raw = await app.KnockAsync(path, $"Sec-WebSocket-Protocol: roomsockets.v1.json{bearer}");
        raw.Status.Should().Be(101, raw.Body);
        return new V1Client(raw);
    }

    public Task SendAsync(JsonObject frame) => client.SendAsync(frame.ToJsonString());

    public Task SendAsync(string frame) => client.SendAsync(frame);

    /// <summary>Several frames in one write, so that the server finds them in one read.</summary>
    public Task SendAllAsync(IEnumerable<string> frames) => client.WriteAsync(frames.SelectMany(static frame => RawClient.Frame(1, Encoding.UTF8.GetBytes(frame))).ToArray());

    public async Task<JsonObject> ReadAsync() => JsonNode.Parse(Encoding.UTF8.GetString(await ReadDataAsync(1)))!.AsObject();

    /// <summary>The next frame, which must be of that type.</summary>
    public async Task<JsonObject> ReadAsync(string type)
    {
        var frame = await ReadAsync();
        frame.Type().Should().Be(type, "{0} came", frame.ToJsonString());
        return frame;
    }

    /// <summary>Reads on to the first frame of that type, whatever comes before it.</summary>
    public async Task<JsonObject> ReadUntilAsync(string type)
    {
        while (true)
        {
            var frame = await ReadAsync();
            if (frame.Type() == type) return frame;
        }
    }

    public async Task<List<JsonObject>> ReadAsync(int count)
    {
        var frames = new List<JsonObject>();
        for (var i = 0; i < count; i++) frames.Add(await ReadAsync());
        return frames;
    }

    public Task SendJoinAsync(string room, (long Offset, string Epoch)? since = null, bool presence = false, int history = 0) =>
        SendAsync(Frames.Join($"join {++_ids}", room, since, presence, history));

    /// <summary>Joins, and reads the answer to it.</summary>
    public async Task<JsonObject> JoinAsync(string room, (long Offset, string Epoch)? since = null, bool presence = false, int history = 0)
    {
        await SendJoinAsync(room, since, presence, history);
        var joined = await ReadAsync("joined");
        joined["id"]!.GetValue<string>().Should().Be($"join {_ids}");
        return joined;
    }

    public Task SendPublishAsync(string room, string data, string? key = null, bool echo = true) => SendAsync(Frames.Publish($"publish {++_ids}", room, data, key, echo));

    /// <summary>Publishes, and reads to the <c>ack</c>.</summary>
    public async Task<JsonObject> PublishAsync(string room, string data, string? key = null)
    {
        await SendPublishAsync(room, data, key);
        var id = $"publish {_ids}";
        while (true)
        {
            var frame = await ReadAsync();
            if (frame["id"]?.ToString() != id) continue;
            frame.Type().Should().Be("ack", "{0} came", frame.ToJsonString());
            return frame;
        }
    }

    /// <summary>The pong of a ping is the next frame: nothing was on its way.</summary>
    public async Task ExpectNothingAsync()
    {
        var id = $"ping {++_ids}";
        await SendAsync(new JsonObject { ["type"] = "ping", ["id"] = id });
        var next = await ReadAsync();
        (next.Type(), next["id"]?.ToString()).Should().Be(("pong", id), "nothing was expected, and {0} came", next.ToJsonString());
    }

    /// <summary>Reads to the end: the <c>bye</c>, where there was one, and the close frame.</summary>
    public async Task<(JsonObject? Bye, int Code)> ReadEndAsync()
    {
        JsonObject? bye = null;
        while (true)
        {
            var (opcode, payload) = await ReadFrameAsync();
            if (opcode == 8) return (bye, payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(payload));
            bye.Should().BeNull("nothing follows a bye but the close frame");
            var frame = JsonNode.Parse(payload)!.AsObject();
            if (frame.Type() == "bye") bye = frame;
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<byte[]> ReadDataAsync(int expected)
    {
        var (opcode, payload) = await ReadFrameAsync();
        opcode.Should().Be(expected, "a text was expected, and '{0}' came", Encoding.Latin1.GetString(payload));
        return payload;
    }

    private async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        while (true)
        {
            var frame = await client.ReadFrameAsync();
            frame.Should().NotBeNull("a frame was expected, not the end of the connection");
            if (frame!.Value.Opcode != 9) return frame.Value;
            await client.SendAsync(10, frame.Value.Payload);
        }
    }
}
