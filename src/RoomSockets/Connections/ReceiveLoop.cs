using System.Buffers;

namespace RoomSockets;

/// <summary>Owns the incoming direction of one connection: the buffer, which an idle connection does not have, and the reader.</summary>
#pragma warning disable CA1001 // RunAsync disposes the reader when it ends, and it always ends.
internal sealed class ReceiveLoop(Connection connection, ConnectionServices services)
#pragma warning restore CA1001
{
    private const int SmallestBuffer = 16 * 1024;

    private readonly MessageReader _reader = new(connection.Options.MaxMessageBytes, connection.Options.MaxFragments);
    private Stream? _stream;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _discards;
    private long _lastRead;
    private long _messageStarted;

    /// <summary>Whether it waits for the peer (and not for a handler).</summary>
    public bool IsReading { get; private set; }

    /// <summary>How long the peer has sent nothing.</summary>
    public TimeSpan Silence => services.Time.GetElapsedTime(Volatile.Read(ref _lastRead));

    /// <summary>How long ago the first byte of an unfinished message came.</summary>
    public TimeSpan MessageAge => Volatile.Read(ref _messageStarted) is not 0 and var started ? services.Time.GetElapsedTime(started) : TimeSpan.Zero;

    public void Begin(Stream stream)
    {
        _stream = stream;
        Volatile.Write(ref _lastRead, services.Time.GetTimestamp());
    }

    /// <summary>Reads until the peer has closed or vanished, or the transport is cut. The connection has a reason afterwards.</summary>
    public async Task RunAsync(IReceiver receiver)
    {
        try
        {
            while (await ReadAsync())
            {
                while (!_discards && Next(out var incoming))
                {
                    if (!await HandleAsync(incoming, receiver)) return;
                }

                receiver.OnEndOfRead();
                Settle();
            }

            connection.Close(new CloseReason(CloseCause.ConnectionLost, 1006, string.Empty));
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            connection.Close(new CloseReason(CloseCause.ConnectionLost, 1006, string.Empty) { Exception = error });
        }
        finally
        {
            IsReading = false;
            receiver.OnEndOfRead();
            ReturnBuffer();
            _reader.Dispose();
        }
    }

    private async ValueTask<bool> ReadAsync()
    {
        IsReading = true;
        if (_buffer is null)
        {
            // Waiting without a buffer: the many that are silent cost no memory.
            _ = await _stream!.ReadAsync(Memory<byte>.Empty);
            _buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
        }

        var count = await _stream!.ReadAsync(_buffer.AsMemory(_end));
        IsReading = false;
        Volatile.Write(ref _lastRead, services.Time.GetTimestamp());
        if (_discards) return count > 0;
        _end += count;
        return count > 0;
    }

    private bool Next(out Incoming incoming)
    {
        int consumed;
        do
        {
            incoming = _reader.Read(_buffer.AsMemory(_start, _end - _start), out consumed);
            _start += consumed;
            if (consumed > 0 && !_reader.IsInMessage) Volatile.Write(ref _messageStarted, 0);
        }
        while (incoming.Kind == IncomingKind.NeedMore && consumed > 0); // a fragment has no message to show for it

        return incoming.Kind != IncomingKind.NeedMore;
    }

    /// <summary>False when the peer has said goodbye and nothing more is to be read.</summary>
    private async ValueTask<bool> HandleAsync(Incoming incoming, IReceiver receiver)
    {
        switch (incoming.Kind)
        {
            case IncomingKind.Text or IncomingKind.Binary when connection.Reason is null:
                var task = receiver.OnMessageAsync(MessageData.Received(incoming.Payload, incoming.Kind == IncomingKind.Binary));
                if (task.IsCompletedSuccessfully) return true;
                // It waits for something: what was gathered before it must not wait with it.
                receiver.OnEndOfRead();
                await task;
                Excuse();
                return true;
            case IncomingKind.Ping:
                connection.Outbox.SendControl(Opcode.Pong, incoming.Payload.Span);
                return true;
            case IncomingKind.Close:
                receiver.OnEndOfRead();
                connection.Close(incoming.Reason!);
                return false;
            case IncomingKind.Fault:
                // After a fault nothing that follows can be understood. It is still read, because closing a socket that has
                // unread bytes resets it, and our close frame would be lost.
                receiver.OnEndOfRead();
                connection.Close(incoming.Reason!);
                _discards = true;
                return true;
            default:
                return true;
        }
    }

    /// <summary>The handler's time was not the peer's: its silence and its unfinished message begin anew.</summary>
    private void Excuse()
    {
        var now = services.Time.GetTimestamp();
        Volatile.Write(ref _lastRead, now);
        if (_messageStarted != 0) Volatile.Write(ref _messageStarted, now);
    }

    /// <summary>After a read: gives an empty buffer back, or makes place for the rest of what has begun.</summary>
    private void Settle()
    {
        if (_discards) (_start, _end) = (0, 0);
        var rest = _end - _start;
        if (rest == 0 && !_discards) ReturnBuffer();
        else if (_start > 0 || rest == _buffer!.Length) MakePlace(rest);
        if (_messageStarted == 0 && (rest > 0 || _reader.IsInMessage))
        {
            Volatile.Write(ref _messageStarted, services.Time.GetTimestamp());
            services.Wheel.Schedule(connection, connection.Options.MessageTimeout);
        }
    }

    /// <summary>The buffer doubles with what has really arrived; what a header announces is only the bound.</summary>
    private void MakePlace(int rest)
    {
        var buffer = _buffer!;
        if (rest == buffer.Length) _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length + 1, Math.Min(_reader.Needed, buffer.Length * 2)));
        buffer.AsSpan(_start, rest).CopyTo(_buffer);
        if (!ReferenceEquals(buffer, _buffer)) ArrayPool<byte>.Shared.Return(buffer);
        (_start, _end) = (0, rest);
    }

    private void ReturnBuffer()
    {
        if (_buffer is not null) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (null, 0, 0);
    }
}
