using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>One connection of a case, over bytes of its own, so that it can also say what no client says.</summary>
internal sealed class ConformanceConnection(RawClient client) : IAsyncDisposable
{
    private const int Text = 1;
    private const int Binary = 2;
    private const int Close = 8;
    private const int Ping = 9;
    private const int Pong = 10;

    private int _barriers;

    public Task SendTextAsync(string text) => client.SendAsync(text);

    public Task SendBinaryAsync(string base64) => client.SendAsync(Binary, Convert.FromBase64String(base64));

    /// <summary>A ping of exactly so many bytes.</summary>
    public Task SendPingAsync(int bytes)
    {
        const string head = "{\"type\":\"ping\",\"id\":1,\"rest\":\"";
        return SendTextAsync(head + new string('x', bytes - head.Length - 2) + "\"}");
    }

    public Task SendCloseAsync() => client.SendAsync(Close, [1000 >> 8, 1000 & 0xFF]);

    public async Task<string> ReadTextAsync()
    {
        var (opcode, payload) = await ReadAsync();
        opcode.Should().Be(Text, "a text was expected");
        return Encoding.UTF8.GetString(payload);
    }

    public async Task<string> ReadBinaryAsync()
    {
        var (opcode, payload) = await ReadAsync();
        opcode.Should().Be(Binary, "a binary message was expected");
        return Convert.ToBase64String(payload);
    }

    /// <summary>The pong of a ping is the next frame: nothing was on its way.</summary>
    public async Task ExpectNothingAsync()
    {
        var id = $"nothing {_barriers++}";
        await SendTextAsync(new JsonObject { ["type"] = "ping", ["id"] = id }.ToJsonString());
        var next = JsonNode.Parse(await ReadTextAsync())!;
        (next["type"]!.ToString(), next["id"]?.ToString()).Should().Be(("pong", id), "nothing was expected, and {0} came", next.ToJsonString());
    }

    /// <summary>Reads to the close frame. Before it only what explains it may come.</summary>
    public async Task<int> ReadCloseAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReadAsync();
            if (opcode == Close)
            {
                await AnswerAsync(payload);
                return payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(payload);
            }

            opcode.Should().Be(Text);
            JsonNode.Parse(payload)!["type"]!.ToString().Should().BeOneOf(["bye", "error"], "the end was expected");
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<(int Opcode, byte[] Payload)> ReadAsync()
    {
        while (true)
        {
            var frame = await client.ReadFrameAsync();
            frame.Should().NotBeNull("a frame was expected, not the end of the connection");
            if (frame!.Value.Opcode == Pong) continue;
            if (frame.Value.Opcode != Ping) return frame.Value;
            await client.SendAsync(Pong, frame.Value.Payload);
        }
    }

    /// <summary>Whoever asked for the end may have gone already.</summary>
    private async Task AnswerAsync(byte[] payload)
    {
        try
        {
            await client.SendAsync(Close, payload);
        }
        catch (IOException)
        {
            // It did not wait.
        }
    }
}
