using System.Buffers;

namespace RoomSockets;

/// <summary>The messages of one batch as JSON items, behind each other; the memory is used again by the same thread after <see cref="Dispose"/>.</summary>
internal sealed class WrittenItems : IDisposable
{
    private const int MaxKept = 256 * 1024;

    [ThreadStatic]
    private static WrittenItems? _free;

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly List<int> _ends = [];

    public static WrittenItems Rent()
    {
        var items = _free ?? new WrittenItems();
        _free = null;
        return items;
    }

    public ReadOnlySpan<byte> this[int index] => _bytes.WrittenSpan[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    public void Add(Publication publication, ReadOnlySpan<byte> content)
    {
        using var text = JsonText.Rent();
        MessageItem.Write(text.Writer, publication.Offset, publication.From, publication.Key, content, publication.IsJson, publication.At);
        _bytes.Write(text.Utf8.Span);
        _ends.Add(_bytes.WrittenCount);
    }

    public void Dispose()
    {
        if (_bytes.Capacity > MaxKept) return;
        _bytes.ResetWrittenCount();
        _ends.Clear();
        _free = this;
    }
}
