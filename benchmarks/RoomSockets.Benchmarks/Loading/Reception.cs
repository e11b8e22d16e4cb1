using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns the one buffer into which all clients receive, and finds frames and records in it.</summary>
internal sealed unsafe class Reception(Crowd crowd, Dialect dialect, int messageBytes) : IDisposable
{
    private const int Capacity = 512 * 1024;
    private const int ReadSize = 64 * 1024;
    private const int MostKept = 16 * 1024;
    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(Capacity);
    private readonly byte[] _readyPrefix = Encoding.UTF8.GetBytes(dialect.ReadyPrefix ?? string.Empty);
    private readonly byte[] _serverPing = Encoding.UTF8.GetBytes(dialect.ServerPing ?? string.Empty);
    private readonly byte[] _recordPrefix = Encoding.UTF8.GetBytes(dialect.RecordPrefix ?? string.Empty);
    private readonly byte[]? _answer = dialect.Answer is null ? null : ClientFrames.Text(dialect.Answer);

    public long Bytes { get; private set; }

    public void Receive(Client client)
    {
        var rest = client.RestLength;
        if (rest > 0) client.Rest.AsSpan(0, rest).CopyTo(new Span<byte>(_buffer, rest));
        var count = Native.Receive(client.Socket, _buffer + rest, Math.Min(ReadSize, Capacity - rest));
        if (count <= 0)
        {
            if (count == 0 || Native.LastError != Native.Again) crowd.End(client);
            return;
        }

        Bytes += count;
        var input = new ReadOnlySpan<byte>(_buffer, rest + count);
        Keep(client, input[Consume(client, input)..]);
    }

    public void Dispose() => NativeMemory.Free(_buffer);

    private static void Keep(Client client, ReadOnlySpan<byte> rest)
    {
        client.RestLength = rest.Length;
        if (rest.Length == 0)
        {
            // Frames that large are few, and clients many.
            if (client.Rest.Length > MostKept) client.Rest = [];
            return;
        }

        if (client.Rest.Length < rest.Length) client.Rest = new byte[Math.Max(256, rest.Length * 2)];
        rest.CopyTo(client.Rest);
    }

    private int Consume(Client client, ReadOnlySpan<byte> input)
    {
        var at = 0;
        if (client.State == ClientState.Handshaking)
        {
            var end = input.IndexOf("\r\n\r\n"u8);
            if (end < 0) return 0;
            if (!input.StartsWith("HTTP/1.1 101"u8)) throw new IOException($"The handshake was refused: {Encoding.ASCII.GetString(input)}");
            at = end + 4;
            crowd.Greet(client);
        }

        // One look at the clock serves all frames of a read.
        var now = Stopwatch.GetTimestamp();
        while (input.Length - at >= 2 && client.State != ClientState.Ended)
        {
            long length = input[at + 1] & 0x7F;
            var size = length switch { 126 => 4, 127 => 10, _ => 2 };
            if (input.Length - at < size) break;
            if (size == 4) length = BinaryPrimitives.ReadUInt16BigEndian(input[(at + 2)..]);
            else if (size == 10) length = BinaryPrimitives.ReadInt64BigEndian(input[(at + 2)..]);
            if (length > Capacity - ReadSize) throw new IOException($"A frame of {length} bytes is none of ours.");
            if (input.Length - at - size < length) break;
            OnFrame(client, input[at], input.Slice(at + size, (int)length), now);
            at += size + (int)length;
        }

        return at;
    }

    private void OnFrame(Client client, int first, ReadOnlySpan<byte> payload, long now)
    {
        switch (first & 15)
        {
            case <= 2:
                OnData(client, payload, (first & 0x80) != 0, now);
                break;
            case 8:
                if (payload.Length >= 2) client.CloseCode = BinaryPrimitives.ReadUInt16BigEndian(payload);
                client.SayGoodbye();
                break;
            case 9:
                client.Send(ClientFrames.Pong(payload));
                break;
        }
    }

    private void OnData(Client client, ReadOnlySpan<byte> payload, bool isFinal, long now)
    {
        if (client.State == ClientState.Greeting)
        {
            if (payload.StartsWith(_readyPrefix)) crowd.BeReady(client);
            if (dialect.IsVerbatim) crowd.Listener.OnText(client, payload, now);
        }
        else if (dialect.IsVerbatim) crowd.Listener.OnText(client, payload, now);
        else if (_recordPrefix.Length > 0)
        {
            if (payload.StartsWith(_recordPrefix) && payload.IndexOf(Record.Marker) is >= 0 and var at) Tell(client, payload[at..], now);
        }
        else if (dialect.IsPlain)
        {
            if (!Record.IsAt(payload)) throw new IOException("A frame came that holds no record.");
            Tell(client, payload, now);
        }
        else if (_answer is not null && payload.SequenceEqual(_serverPing)) client.Send(_answer);
        else if (client.Tail.Length == 0) Scan(client, payload, isFinal, now);
        else Scan(client, (byte[])[.. client.Tail, .. payload], isFinal, now);
    }

    /// <summary>Finds all records of a text, and keeps the end of a part that another part follows.</summary>
    private void Scan(Client client, ReadOnlySpan<byte> text, bool isFinal, long now)
    {
        client.Tail = [];
        var at = 0;
        while (at < text.Length && text[at..].IndexOf(Record.Marker) is >= 0 and var found)
        {
            at += found;
            if (text.Length - at < Record.Size) break;
            Tell(client, text[at..], now);
            at = Math.Min(at + messageBytes, text.Length);
        }

        if (!isFinal) client.Tail = text[Math.Max(at, text.Length - Record.Size + 1)..].ToArray();
    }

    private void Tell(Client client, ReadOnlySpan<byte> record, long now)
    {
        var (room, number, time) = Record.Read(record);
        crowd.Listener.OnRecord(client, room, number, time, now);
    }
}
