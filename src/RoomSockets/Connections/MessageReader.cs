using System.Text.Unicode;

namespace RoomSockets;

/// <summary>
/// Turns bytes into messages: checks each frame as its header arrives, joins fragments, and refuses what breaks RFC 6455 or
/// our limits before memory is spent on it. Pure: no socket, no clock.
/// </summary>
internal sealed class MessageReader(int maxMessageBytes, int maxFragments, bool inflates = false) : IDisposable
{
    private readonly FragmentBuffer _fragments = new(maxFragments);
    private readonly Inflater? _inflater = inflates ? new Inflater(maxMessageBytes) : null;
    private bool _isDeflated;

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsInMessage => _fragments.IsOpen;

    /// <summary>How many bytes the next call needs at least, so that a buffer can be sized for what was announced and allowed.</summary>
    public int Needed { get; private set; }

    /// <summary>Reads one frame. The payload that it returns is valid until the next call.</summary>
    /// <param name="input">What has arrived; payloads are unmasked in it, in place.</param>
    /// <param name="consumed">How many bytes were used.</param>
    public Incoming Read(Memory<byte> input, out int consumed)
    {
        consumed = 0;
        Recycle();
        if (!FrameHeader.TryRead(input.Span, out var header))
        {
            Needed = input.Length + 1;
            return default;
        }

        if (Check(header) is { } fault) return fault;
        var size = header.Size + (int)header.Length;
        if (input.Length < size)
        {
            Needed = size;
            return default;
        }

        consumed = size;
        var payload = input.Slice(header.Size, (int)header.Length);
        FrameHeader.Unmask(payload.Span, header.Mask);
        return header.Opcode switch
        {
            Opcode.Ping => new Incoming(IncomingKind.Ping, payload),
            Opcode.Pong => new Incoming(IncomingKind.Pong),
            Opcode.Close => ClosePayload.Read(payload.Span),
            _ => ReadData(header, payload),
        };
    }

    /// <summary>Gives the memory of a message that was returned back: it is no longer used.</summary>
    public void Recycle()
    {
        _fragments.Recycle();
        _inflater?.Recycle();
    }

    public void Dispose()
    {
        _fragments.Dispose();
        _inflater?.Recycle();
    }

    private Incoming ReadData(in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        // The bit stands on the first frame of a message and speaks for all of it (RFC 7692, section 6).
        if (header.Opcode != Opcode.Continuation) _isDeflated = header.ReservedBits != 0;
        if (header.IsFinal && !_fragments.IsOpen)
        {
            if (_isDeflated) return _inflater!.Inflate(header.Opcode, payload.Span);
            if (header.Opcode == Opcode.Binary) return new Incoming(IncomingKind.Binary, payload);
            return Utf8.IsValid(payload.Span) ? new Incoming(IncomingKind.Text, payload) : NotUtf8;
        }

        if (!_fragments.Append(header.Opcode, payload.Span))
            return Incoming.Fault(CloseCause.LimitExceeded, CloseCode.PolicyViolation, $"more than {maxFragments} fragments in one message");
        if (!_isDeflated && !_fragments.IsValidSoFar(header.IsFinal)) return NotUtf8;
        if (!header.IsFinal) return default;
        var whole = _fragments.Finish();
        return _isDeflated ? _inflater!.Inflate(whole.Kind == IncomingKind.Text ? Opcode.Text : Opcode.Binary, whole.Payload.Span) : whole;
    }

    private Incoming? Check(in FrameHeader header)
    {
        var mayBeDeflated = inflates && !header.IsControl && header.Opcode != Opcode.Continuation;
        if ((header.ReservedBits & ~(mayBeDeflated ? Frame.DeflatedBit : 0)) != 0) return Broken("a reserved bit is set");
        if (!header.IsMasked) return Broken("a client frame must be masked");
        if (!header.IsMinimal || header.Length < 0) return Broken("the length is not in its shortest form");
        if (header.IsControl)
        {
            if (header.Opcode is not (Opcode.Close or Opcode.Ping or Opcode.Pong)) return Broken("unknown opcode");
            if (!header.IsFinal) return Broken("a control frame must not be fragmented");
            return header.Length > Frame.MaxControlPayload ? Broken("a control frame is longer than 125 bytes") : null;
        }

        if (header.Opcode > Opcode.Binary) return Broken("unknown opcode");
        if (header.Opcode == Opcode.Continuation != _fragments.IsOpen)
            return Broken(_fragments.IsOpen ? "a new message began inside another one" : "a continuation without a message");
        var isDeflated = header.Opcode == Opcode.Continuation ? _isDeflated : header.ReservedBits != 0;
        // What cannot get smaller grows when it is deflated (by an eighth at the very worst); the inflater then counts exactly.
        var limit = isDeflated ? maxMessageBytes + (maxMessageBytes >> 3) + 64L : maxMessageBytes;
        return header.Length > limit - _fragments.Length
            ? Incoming.Fault(CloseCause.LimitExceeded, CloseCode.MessageTooBig, $"a message may have {maxMessageBytes} bytes")
            : null;
    }

    private static Incoming NotUtf8 => Incoming.Fault(CloseCause.ProtocolError, CloseCode.InvalidPayload, "text must be UTF-8");

    private static Incoming Broken(string text) => Incoming.Fault(CloseCause.ProtocolError, CloseCode.ProtocolError, text);
}
