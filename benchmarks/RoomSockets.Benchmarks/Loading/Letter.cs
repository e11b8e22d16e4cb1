using System.Text;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns the bytes of the message that is sent next: text around a record and filler up to the message's size.</summary>
internal sealed class Letter
{
    private readonly byte[] _text;
    private readonly byte[] _frame;
    private readonly int _recordAt;

    /// <param name="dialect">What stands around the text.</param>
    /// <param name="room">The room's name; null for what comes back.</param>
    /// <param name="bytes">The size of the text.</param>
    public Letter(Dialect dialect, string? room, int bytes)
    {
        if (bytes < Record.Size) throw new ArgumentException($"A message has {Record.Size} bytes at least.");
        var prefix = room is null ? dialect.EchoPrefix : dialect.SendPrefix(room);
        _text = Encoding.UTF8.GetBytes(prefix + new string('x', bytes) + dialect.Suffix);
        _recordAt = prefix.Length;
        _frame = new byte[_text.Length + 14];
    }

    public ReadOnlySpan<byte> Frame(long room, long number, long time)
    {
        Record.Write(_text.AsSpan(_recordAt), room, number, time);
        return _frame.AsSpan(0, ClientFrames.Write(_frame, 1, _text));
    }
}
