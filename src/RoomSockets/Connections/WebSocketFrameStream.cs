using System.Buffers;
using System.Net.WebSockets;

namespace RoomSockets;

/// <summary>
/// For servers that hand out a <see cref="WebSocket"/> but no bytes (the in-process test server): speaks frames on our side and
/// whole messages on the other, so that nothing above needs a second path.
/// </summary>
internal sealed class WebSocketFrameStream(WebSocket socket) : Stream
{
    private const int ClientHeader = Frame.MaxHeader + 4;
    private const byte MaskBit = 0x80;
    private byte[] _frame = [];
    private int _start;
    private int _end;
    private bool _continues;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end && !await FillAsync(cancellationToken)) return 0;
        var count = Math.Min(buffer.Length, _end - _start);
        _frame.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (FrameHeader.TryRead(buffer.Span, out var header))
        {
            var payload = buffer.Slice(header.Size, (int)header.Length);
            buffer = buffer[(header.Size + (int)header.Length)..];
            switch (header.Opcode)
            {
                case Opcode.Text or Opcode.Binary:
                    var type = header.Opcode == Opcode.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
                    await socket.SendAsync(payload, type, endOfMessage: true, cancellationToken);
                    break;
                case Opcode.Close:
                    var reason = ClosePayload.Read(payload.Span).Reason!;
                    var status = CloseCode.MayTravel(reason.Code) ? (WebSocketCloseStatus)reason.Code : WebSocketCloseStatus.Empty;
                    await socket.CloseOutputAsync(status, status == WebSocketCloseStatus.Empty ? null : reason.Text, cancellationToken);
                    break;
            }
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (_frame.Length > 0) ArrayPool<byte>.Shared.Return(_frame);
            _frame = [];
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Receives the next piece and puts it into a client frame, masked with zero.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_frame.Length == 0) _frame = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var result = await socket.ReceiveAsync(_frame.AsMemory(ClientHeader), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                var close = Frame.Close((int?)socket.CloseStatus ?? 0, socket.CloseStatusDescription ?? string.Empty);
                Place(close.AsSpan(2), Opcode.Close, final: true);
                return true;
            }

            var opcode = _continues ? Opcode.Continuation : result.MessageType == WebSocketMessageType.Text ? Opcode.Text : Opcode.Binary;
            _continues = !result.EndOfMessage;
            Place(_frame.AsSpan(ClientHeader, result.Count), opcode, result.EndOfMessage);
            return true;
        }
        catch (WebSocketException error)
        {
            throw new IOException("The peer is gone.", error);
        }
    }

    private void Place(ReadOnlySpan<byte> payload, Opcode opcode, bool final)
    {
        Span<byte> header = stackalloc byte[ClientHeader];
        header.Clear();
        var size = Frame.WriteHeader(header, opcode, payload.Length);
        if (!final) header[0] &= 0x7F;
        header[1] |= MaskBit;
        size += 4;
        payload.CopyTo(_frame.AsSpan(ClientHeader));
        _start = ClientHeader - size;
        _end = ClientHeader + payload.Length;
        header[..size].CopyTo(_frame.AsSpan(_start));
    }
}
