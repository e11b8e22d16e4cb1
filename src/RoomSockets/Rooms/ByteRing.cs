namespace RoomSockets;

/// <summary>Bytes in one array, added and taken at both ends: what lives as long as a room should not be many objects. Not thread-safe.</summary>
internal sealed class ByteRing
{
    private const int Smallest = 1024;

    private byte[] _bytes = [];
    private int _first;

    public int Length { get; private set; }

    public void AddLast(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        Write((_first + Length) % _bytes.Length, bytes);
        Length += bytes.Length;
    }

    public void AddFirst(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        _first = (_first - bytes.Length + _bytes.Length) % _bytes.Length;
        Write(_first, bytes);
        Length += bytes.Length;
    }

    public void DropFirst(int count)
    {
        Length -= count;
        if (Length == 0) Clear();
        else
        {
            _first = (_first + count) % _bytes.Length;
            // What a flood has made large does not stay so.
            if (_bytes.Length > Smallest && Length < _bytes.Length / 4) Resize(_bytes.Length / 2);
        }
    }

    public void Clear() => (_bytes, _first, Length) = ([], 0, 0);

    public void CopyTo(int start, Span<byte> target)
    {
        if (target.IsEmpty) return;
        var at = (_first + start) % _bytes.Length;
        var part = Math.Min(target.Length, _bytes.Length - at);
        _bytes.AsSpan(at, part).CopyTo(target);
        _bytes.AsSpan(0, target.Length - part).CopyTo(target[part..]);
    }

    private void Write(int at, ReadOnlySpan<byte> bytes)
    {
        var part = Math.Min(bytes.Length, _bytes.Length - at);
        bytes[..part].CopyTo(_bytes.AsSpan(at));
        bytes[part..].CopyTo(_bytes);
    }

    private void Reserve(int more)
    {
        if (Length + more <= _bytes.Length && _bytes.Length > 0) return;
        Resize(Math.Max(Length + more, Math.Max(Smallest, _bytes.Length * 2)));
    }

    private void Resize(int size)
    {
        var other = new byte[size];
        CopyTo(0, other.AsSpan(0, Length));
        (_bytes, _first) = (other, 0);
    }
}
