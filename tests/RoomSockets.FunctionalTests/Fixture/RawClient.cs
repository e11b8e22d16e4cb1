using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RoomSockets.FunctionalTests;

/// <summary>A client that speaks bytes: what a browser would never send, this one can.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;

    private RawClient(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
    }

    /// <summary>The status of the answer to the handshake; 101 when it was accepted.</summary>
    public int Status { get; private set; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body of a refusal.</summary>
    public string Body { get; private set; } = string.Empty;

    public Socket Socket => _tcp.Client;

    /// <param name="host">The server.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="headers">Lines <c>Name: value</c>. One of the handshake's own names replaces that line; with an empty value it removes it.</param>
    public static async Task<RawClient> ConnectAsync(Uri host, string path, params string[] headers)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(host.Host, host.Port).WaitAsync(TestApp.Patience);
        var client = new RawClient(tcp);
        List<string> lines =
        [
            $"Host: {host.Authority}", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ];
        var replaced = headers.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        lines.RemoveAll(line => replaced.Contains(NameOf(line)));
        lines.AddRange(headers.Where(line => line.Split(':', 2)[1].Trim().Length > 0));
        await client.WriteAsync(Encoding.Latin1.GetBytes($"GET {path} HTTP/1.1\r\n{string.Join("\r\n", lines)}\r\n\r\n"));
        await client.ReadAnswerAsync();
        return client;
    }

    public Task WriteAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes).AsTask().WaitAsync(TestApp.Patience);

    /// <summary>Sends one masked frame.</summary>
    public Task SendAsync(int opcode, ReadOnlySpan<byte> payload, bool final = true, int reserved = 0) => WriteAsync(Frame(opcode, payload, final, reserved));

    public Task SendAsync(string text) => SendAsync(1, Encoding.UTF8.GetBytes(text));

    /// <summary>One frame of a client, masked.</summary>
    public static byte[] Frame(int opcode, ReadOnlySpan<byte> payload, bool final = true, int reserved = 0, bool masked = true)
    {
        using var frame = new MemoryStream();
        frame.WriteByte((byte)((final ? 0x80 : 0) | reserved << 4 | opcode));
        var mask = masked ? 0x80 : 0;
        if (payload.Length < 126) frame.WriteByte((byte)(mask | payload.Length));
        else if (payload.Length <= 0xFFFF) frame.Write([(byte)(mask | 126), (byte)(payload.Length >> 8), (byte)payload.Length]);
        else frame.Write([(byte)(mask | 127), 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length]);
        byte[] key = [0x37, 0xFA, 0x21, 0x3D];
        if (masked) frame.Write(key);
        for (var i = 0; i < payload.Length; i++) frame.WriteByte((byte)(payload[i] ^ (masked ? key[i & 3] : 0)));
        return frame.ToArray();
    }

    /// <summary>Reads one frame of the server: whole, never masked. Null at the end of the stream.</summary>
    public async Task<(int Opcode, byte[] Payload)?> ReadFrameAsync()
    {
        var head = await ReadAsync(2);
        if (head is null) return null;
        (head[0] & 0x80).Should().Be(0x80, "the server never fragments");
        (head[1] & 0x80).Should().Be(0, "the server never masks");
        var length = head[1] & 0x7F;
        if (length == 126) length = (await ReadAsync(2))! is var two ? two[0] << 8 | two[1] : 0;
        else if (length == 127) length = (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian((await ReadAsync(8))!);
        return (head[0] & 0x7F, length == 0 ? [] : (await ReadAsync(length))!);
    }

    public async Task<string> ReadTextAsync()
    {
        var frame = await ReadFrameAsync();
        frame.Should().NotBeNull("a text was expected");
        frame!.Value.Opcode.Should().Be(1);
        return Encoding.UTF8.GetString(frame.Value.Payload);
    }

    /// <summary>The next frame must be a close frame; returns its code and reason.</summary>
    public async Task<(int Code, string Reason)> ReadCloseAsync()
    {
        var frame = await ReadFrameAsync();
        frame.Should().NotBeNull("a close frame was expected, not the end of the stream");
        frame!.Value.Opcode.Should().Be(8, "a close frame was expected");
        var payload = frame.Value.Payload;
        return payload.Length == 0 ? (1005, string.Empty) : (payload[0] << 8 | payload[1], Encoding.UTF8.GetString(payload, 2, payload.Length - 2));
    }

    /// <summary>Vanishes with a reset.</summary>
    public void Reset()
    {
        _tcp.Client.LingerState = new LingerOption(true, 0);
        _tcp.Close();
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string NameOf(string line) => line.Split(':', 2)[0];

    private async Task ReadAnswerAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var next = await ReadAsync(1) ?? throw new IOException($"The server hung up after '{head}'.");
            head.Append((char)next[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        foreach (var line in lines.Skip(1)) Headers[NameOf(line)] = line.Split(':', 2)[1].Trim();
        if (Status == 101) return;
        Body = Headers.TryGetValue("Transfer-Encoding", out _) ? await ReadChunksAsync() : await ReadBodyAsync();
    }

    private async Task<string> ReadBodyAsync()
    {
        var length = Headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        return length == 0 ? string.Empty : Encoding.UTF8.GetString((await ReadAsync(length))!);
    }

    private async Task<string> ReadChunksAsync()
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = new StringBuilder();
            while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal)) line.Append((char)(await ReadAsync(1))![0]);
            var size = int.Parse(line.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size > 0) body.Write(await ReadAsync(size));
            await ReadAsync(2);
            if (size == 0) return Encoding.UTF8.GetString(body.ToArray());
        }
    }

    private async Task<byte[]?> ReadAsync(int count)
    {
        var buffer = new byte[count];
        try
        {
            await _stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(TestApp.Patience);
            return buffer;
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }
}
