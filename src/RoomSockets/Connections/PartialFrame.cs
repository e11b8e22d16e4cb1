using System.Buffers;

namespace RoomSockets;

/// <summary>Owns the beginning of a frame whose rest has not arrived. It grows with what arrives; what a header announces is only its bound.</summary>
internal struct PartialFrame
{
    private const int Smallest = 1024;
    private byte[]? _buffer;
    private int _length;

    public readonly bool IsEmpty => _length == 0;

    /// <summary>Takes everything: it is less than one frame.</summary>
    public void Begin(ref Memory<byte> bytes)
    {
        Append(bytes.Span);
        bytes = default;
    }

    /// <summary>Adds up to the next length that can tell more, and returns what there is.</summary>
    public Memory<byte> Fill(ref Memory<byte> bytes, int needed)
    {
        var count = Math.Min(bytes.Length, needed - _length);
        Append(bytes.Span[..count]);
        bytes = bytes[count..];
        return _buffer.AsMemory(0, _length);
    }

    /// <summary>The frame was read whole. Its payload stays readable until the next <see cref="Begin"/>.</summary>
    public void Consumed() => _length = 0;

    /// <summary>Gives the memory back unless a frame has begun.</summary>
    public void Trim()
    {
        if (IsEmpty) Dispose();
    }

    public void Dispose()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _length) = (null, 0);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer is null || _length + bytes.Length > _buffer.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(Smallest, Math.Max(_length + bytes.Length, _length * 2)));
            _buffer.AsSpan(0, _length).CopyTo(bigger);
            if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = bigger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
