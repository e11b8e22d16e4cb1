using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace RoomSockets;

/// <summary>Owns the incoming direction of one connection: reads what arrives, frame by frame, and hands messages up.</summary>
#pragma warning disable CA1001 // RunAsync disposes the reader when it ends, and it always ends.
internal sealed class ReceiveLoop(Connection connection, ConnectionServices services)
#pragma warning restore CA1001
{
    private readonly MessageReader _reader = new(connection.Options.MaxMessageBytes, connection.Options.MaxFragments, connection.Request.IsCompressed);
    private PartialFrame _partial;
    private PipeReader? _input;
    private bool _discards;
    private long _lastRead;
    private long _messageStarted;

    /// <summary>Whether it waits for the peer (and not for a handler).</summary>
    public bool IsReading { get; private set; }

    /// <summary>How long the peer has sent nothing.</summary>
    public TimeSpan Silence => services.Time.GetElapsedTime(Volatile.Read(ref _lastRead));

    /// <summary>When what is being handled was read, as a timestamp; one look at the clock serves all messages of a read.</summary>
    public long LastRead => Volatile.Read(ref _lastRead);

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsInMessage => Volatile.Read(ref _messageStarted) != 0;

    /// <summary>How long ago the first byte of an unfinished message came.</summary>
    public TimeSpan MessageAge => Volatile.Read(ref _messageStarted) is not 0 and var started ? services.Time.GetElapsedTime(started) : TimeSpan.Zero;

    public void Begin(PipeReader input)
    {
        _input = input;
        Volatile.Write(ref _lastRead, services.Time.GetTimestamp());
    }

    /// <summary>Reads until the peer has closed or vanished, or the transport is cut. The connection has a reason afterwards.</summary>
    public async Task RunAsync(IReceiver receiver)
    {
        try
        {
            while (true)
            {
                IsReading = true;
                var result = await _input!.ReadAsync();
                IsReading = false;
                Volatile.Write(ref _lastRead, services.Time.GetTimestamp());
                var goOn = await ConsumeAsync(result.Buffer, receiver);
                _input.AdvanceTo(result.Buffer.End);
                if (!goOn) return;
                receiver.OnEndOfRead();
                // Everything is handled: a peer that is silent from here on costs no buffer.
                _reader.Recycle();
                _partial.Trim();
                NoteUnfinished();
                if (result.IsCompleted || result.IsCanceled) break;
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
            _partial.Dispose();
            _reader.Dispose();
        }
    }

    /// <summary>Takes all of what arrived. False when the peer has said goodbye and nothing more is to be read.</summary>
    private async ValueTask<bool> ConsumeAsync(ReadOnlySequence<byte> arrived, IReceiver receiver)
    {
        foreach (var segment in arrived)
        {
            // The memory is ours until it is given back, so payloads are unmasked where they lie.
            var bytes = MemoryMarshal.AsMemory(segment);
            while (!_discards && Next(ref bytes, out var incoming))
            {
                var handling = Handle(incoming, receiver, out var goOn);
                if (!handling.IsCompletedSuccessfully)
                {
                    receiver.OnEndOfRead(); // it waits for something: what was gathered before it must not wait with it
                    connection.NoteLoss();
                    await handling;
                    Excuse();
                }

                if (!goOn) return false;
            }
        }

        return true;
    }

    /// <summary>The next message or control frame. A frame that has not wholly arrived is kept until its rest comes.</summary>
    private bool Next(ref Memory<byte> bytes, out Incoming incoming)
    {
        while (true)
        {
            var source = _partial.IsEmpty ? bytes : _partial.Fill(ref bytes, _reader.Needed);
            incoming = _reader.Read(source, out var consumed);
            if (consumed > 0)
            {
                if (_partial.IsEmpty) bytes = bytes[consumed..];
                else _partial.Consumed();
                if (!_reader.IsInMessage) Volatile.Write(ref _messageStarted, 0);
                if (incoming.Kind != IncomingKind.NeedMore) return true;
                continue; // a fragment has no message to show for it
            }

            if (incoming.Kind != IncomingKind.NeedMore) return true;
            if (bytes.IsEmpty) return false;
            if (_partial.IsEmpty) _partial.Begin(ref bytes);
        }
    }

    private ValueTask Handle(in Incoming incoming, IReceiver receiver, out bool goOn)
    {
        goOn = true;
        switch (incoming.Kind)
        {
            case IncomingKind.Text or IncomingKind.Binary when connection.Reason is null:
                return receiver.OnMessageAsync(MessageData.Received(incoming.Payload, incoming.Kind == IncomingKind.Binary));
            case IncomingKind.Ping:
                connection.SendControl(Opcode.Pong, incoming.Payload.Span);
                break;
            case IncomingKind.Close:
                receiver.OnEndOfRead();
                connection.Close(incoming.Reason!);
                goOn = false;
                break;
            case IncomingKind.Fault:
                // After a fault nothing that follows can be understood. It is still read, because closing a socket that has
                // unread bytes resets it, and our close frame would be lost.
                receiver.OnEndOfRead();
                connection.Close(incoming.Reason!);
                _discards = true;
                _partial.Dispose();
                break;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The handler's time was not the peer's: its silence and its unfinished message begin anew.</summary>
    private void Excuse()
    {
        var now = services.Time.GetTimestamp();
        Volatile.Write(ref _lastRead, now);
        if (_messageStarted != 0) Volatile.Write(ref _messageStarted, now);
    }

    private void NoteUnfinished()
    {
        if (_messageStarted != 0 || (_partial.IsEmpty && !_reader.IsInMessage)) return;
        Volatile.Write(ref _messageStarted, services.Time.GetTimestamp());
        services.Wheel.Schedule(connection, connection.Options.MessageTimeout);
    }
}
