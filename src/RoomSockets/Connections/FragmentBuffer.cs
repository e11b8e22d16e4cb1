using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace RoomSockets;

/// <summary>Owns the bytes of a message that arrives in fragments, and how far its text is known to be UTF-8. Pure.</summary>
internal sealed class FragmentBuffer(int maxFragments) : IDisposable
{
    private byte[] _buffer = [];
    private Opcode _opcode;
    private int _count;
    private int _valid;
    private bool _finished;

    public bool IsOpen { get; private set; }

    public int Length { get; private set; }

    /// <summary>Adds a fragment; false when there are too many.</summary>
    public bool Append(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (!IsOpen)
        {
            IsOpen = true;
            _opcode = opcode;
        }

        if (++_count > maxFragments) return false;
        if (Length + payload.Length > _buffer.Length) Grow(Length + payload.Length);
        payload.CopyTo(_buffer.AsSpan(Length));
        Length += payload.Length;
        return true;
    }

    /// <summary>Fails as early as a fragment shows it; a code point may be cut by the end of any fragment but the last.</summary>
    public bool IsValidSoFar(bool isLast)
    {
        if (_opcode != Opcode.Text) return true;
        var rest = _buffer.AsSpan(_valid, Length - _valid);
        var whole = isLast ? rest.Length : rest.Length - CutAtEnd(rest);
        if (!Utf8.IsValid(rest[..whole])) return false;
        _valid += whole;
        return true;
    }

    public Incoming Finish()
    {
        IsOpen = false;
        _finished = true;
        return new Incoming(_opcode == Opcode.Text ? IncomingKind.Text : IncomingKind.Binary, _buffer.AsMemory(0, Length));
    }

    /// <summary>Gives the memory of a finished message back: its payload is no longer used.</summary>
    public void Recycle()
    {
        if (_finished) Dispose();
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        (_count, Length, _valid) = (0, 0, 0);
        (IsOpen, _finished) = (false, false);
    }

    private void Grow(int needed)
    {
        var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
        _buffer.AsSpan(0, Length).CopyTo(bigger);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = bigger;
    }

    /// <summary>How many bytes at the end begin a code point that may still be completed.</summary>
    private static int CutAtEnd(ReadOnlySpan<byte> text)
    {
        for (var tail = 1; tail <= Math.Min(3, text.Length); tail++)
        {
            var status = Rune.DecodeFromUtf8(text[^tail..], out _, out _);
            if (status == OperationStatus.NeedMoreData) return tail;
            if (status == OperationStatus.Done) return 0;
        }

        return 0;
    }
}
