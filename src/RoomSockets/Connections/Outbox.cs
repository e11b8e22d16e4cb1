namespace RoomSockets;

/// <summary>
/// Owns what one peer is still to be sent, and the only writer of its stream. When nothing waits, the sender's own thread writes;
/// otherwise one drain writes what has gathered. Bounded in bytes and messages; nobody waits here.
/// </summary>
internal sealed class Outbox(int maxBytes, int maxMessages, TimeProvider time) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly OutboxQueue _queue = new(maxBytes, maxMessages);
    private Wire? _wire;
    private bool _writing;
    private bool _broken;
    private bool _closeWritten;
    private long _writeStarted;
    private long _finishedAt;
    private TaskCompletionSource? _space;
    private TaskCompletionSource? _idle;

    /// <summary>When the close frame was handed to the transport, as a timestamp; 0 before.</summary>
    public long FinishedAt => Volatile.Read(ref _finishedAt);

    /// <summary>Whether the peer has not yet accepted what was written last.</summary>
    public bool IsWaiting => Volatile.Read(ref _writeStarted) != 0;

    /// <summary>How long the peer has let the oldest frame wait, in the outbox or in a pending write.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_gate)
            {
                var since = _writeStarted == 0 ? 0 : _queue.OldestSince is not 0 and var oldest ? Math.Min(oldest, _writeStarted) : _writeStarted;
                return since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since);
            }
        }
    }

    /// <summary>Opens the way out. What was sent before goes out at once.</summary>
    public void Attach(Wire wire)
    {
        lock (_gate)
        {
            _wire = wire;
            if (!_queue.HasWork) return;
            _writing = true;
        }

        Execute();
    }

    /// <summary>Sends part of a block, now or after what waits. The outbox takes its own reference when it keeps the block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="segment">Which part of it.</param>
    /// <param name="mayRefill">Whether it may fill the outbox; whoever can wait leaves the second half to those who cannot.</param>
    /// <param name="dropped">How many signals were given up, of this segment or of those that waited.</param>
    public SendResult TrySend(Block block, in Segment segment, bool mayRefill, out int dropped)
    {
        dropped = 0;
        lock (_gate)
        {
            if (_broken || _queue.IsFinishing) return SendResult.Closed;
            if (_writing && !mayRefill && !_queue.CanTakeWithoutHaste(segment)) return SendResult.Full;
            if (_writing || _wire is null) return _queue.TryAdd(block, segment, time.GetTimestamp(), out dropped) ? SendResult.Accepted : SendResult.Full;
            _writing = true;
        }

        Write(block.Frames.Slice(segment.Start, segment.Length), block);
        return SendResult.Accepted;
    }

    /// <summary>Sends a ping or pong before everything that waits. Of pings and pongs that wait only the last of each is kept (RFC 6455, section 5.5.3).</summary>
    public void SendControl(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = Frame.Control(opcode, payload);
        lock (_gate)
        {
            if (_wire is null || _broken || _queue.IsFinishing) return;
            if (_writing)
            {
                _queue.AddControl(opcode, frame);
                return;
            }

            _writing = true;
        }

        Write(frame, block: null);
    }

    /// <summary>Sends the close frame after what waits, or instead of it. Nothing follows it.</summary>
    public void Finish(byte[] closeFrame, bool dropWaiting)
    {
        lock (_gate)
        {
            if (_broken || _queue.IsFinishing) return;
            _queue.Finish(closeFrame, dropWaiting);
            ReleaseWaiters();
            if (_writing || _wire is null) return;
            _writing = true;
        }

        Execute();
    }

    /// <summary>Completes when it is worth trying again to send this, or nothing can be sent any more.</summary>
    public Task WaitForSpaceAsync(Segment segment)
    {
        lock (_gate)
        {
            if (_broken || _queue.IsFinishing || _queue.CanTakeWithoutHaste(segment)) return Task.CompletedTask;
            _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _space.Task;
        }
    }

    /// <summary>Completes when nothing is being written: after <see cref="Finish"/>, when the close frame is out or the peer is gone.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (!_writing) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Lets go of the stream, so that no late write can land in what the server does with it next.</summary>
    public Task DetachAsync()
    {
        Break();
        return WhenIdleAsync();
    }

    void IThreadPoolWorkItem.Execute() => Execute();

    private void Execute() => _ = DrainAsync();

    private void Write(ReadOnlyMemory<byte> frames, Block? block)
    {
        ValueTask write;
        try
        {
            write = _wire!.WriteAsync(frames);
            if (write.IsCompleted)
            {
                write.GetAwaiter().GetResult();
                Continue();
                return;
            }
        }
        catch (Exception)
        {
            // The peer is gone; the receive loop finds out by itself and names the reason.
            Break();
            Stop();
            return;
        }

        block?.AddReference();
        Volatile.Write(ref _writeStarted, time.GetTimestamp());
        _ = AwaitThenDrainAsync(write, block);
    }

    /// <summary>What gathered during a write is written by the pool: the sender's thread may be a room's, and has others to serve.</summary>
    private void Continue()
    {
        lock (_gate)
        {
            if (!_queue.HasWork)
            {
                Stop();
                return;
            }

            // From here on the peer is waited for; the sender looks at this when it comes back.
            Volatile.Write(ref _writeStarted, time.GetTimestamp());
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task AwaitThenDrainAsync(ValueTask write, Block? block)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            Break();
        }
        finally
        {
            block?.Release();
        }

        await DrainAsync();
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            OutboxQueue.Chunk chunk;
            Wire wire;
            lock (_gate)
            {
                if (_closeWritten || _broken || !_queue.TryTake(out chunk))
                {
                    Stop();
                    return;
                }

                wire = _wire!;
                if (_queue.IsAtMostHalfFull) ReleaseWaiters();
                Volatile.Write(ref _writeStarted, time.GetTimestamp());
            }

            try
            {
                await wire.WriteAsync(chunk.Bytes);
                _closeWritten = chunk.IsClose;
            }
            catch (Exception)
            {
                Break();
            }
            finally
            {
                chunk.Release();
            }
        }
    }

    private void Break()
    {
        lock (_gate)
        {
            _broken = true;
            _queue.Clear();
            ReleaseWaiters();
            if (!_writing) _wire = null;
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _writing = false;
            Volatile.Write(ref _writeStarted, 0);
            if (_closeWritten || _broken) Volatile.Write(ref _finishedAt, time.GetTimestamp());
            if (_broken) _wire = null;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private void ReleaseWaiters()
    {
        _space?.TrySetResult();
        _space = null;
    }
}
