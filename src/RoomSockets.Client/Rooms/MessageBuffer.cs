using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace RoomSockets.Client;

/// <summary>Owns the messages that the application has not read yet. A full one takes no more, and says when half of it is read.</summary>
internal sealed class MessageBuffer(int capacity, Action onRoom)
{
    private readonly Channel<RoomMessage> _messages = Channel.CreateBounded<RoomMessage>(capacity);
    private volatile bool _isFull;
    private volatile bool _wasRead;

    public bool TryAdd(RoomMessage message)
    {
        if (_messages.Writer.TryWrite(message)) return true;
        // Whoever reads the last one from here on sees the mark, or we see the room that it made.
        _isFull = true;
        if (!_messages.Writer.TryWrite(message)) return false;
        _isFull = false;
        return true;
    }

    public void Complete(Exception? reason) => _messages.Writer.TryComplete(reason);

    /// <summary>Throws away what waits, unless somebody has begun to read.</summary>
    public bool TryClear()
    {
        if (_wasRead) return false;
        while (_messages.Reader.TryRead(out _))
        {
            // One after the other, so that it is as if they had never come.
        }

        return true;
    }

    public bool TryRead([MaybeNullWhen(false)] out RoomMessage message)
    {
        if (!_messages.Reader.TryRead(out message)) return false;
        _wasRead = true;
        if (_isFull && _messages.Reader.Count <= capacity / 2)
        {
            _isFull = false;
            onRoom();
        }

        return true;
    }

    public async IAsyncEnumerable<RoomMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            while (TryRead(out var message))
                yield return message;
    }
}
