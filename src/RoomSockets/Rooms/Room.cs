namespace RoomSockets;

/// <summary>
/// The single writer of one room. Whoever publishes puts a message into the inbox; if no drain runs, one starts. A drain takes
/// everything that waits and hands the same bytes to every member, so order needs no further care and busy rooms batch by
/// themselves. Where there is a journal, what is published is stored before anybody gets it: the transaction of a drain is
/// the group commit of all who published meanwhile.
/// </summary>
internal sealed class Room(string name, RoomSocketsOptions options, TimeProvider time, Action<Room> onUnused, Journal? journal = null) : WheelItem, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly RoomInbox _inbox = new(options.InboxMessages, options.OutboxBytes / 4);
    private TaskCompletionSource? _space;
    private bool _draining;
    private bool _retired;
    private long _lastOffset;
    private long _lastUsed = time.GetTimestamp();

    public string Name { get; } = name;

    public Members Members { get; } = new();

    /// <summary>How long nobody was in it and nothing was published; only meaningful while it is empty.</summary>
    public TimeSpan Unused => time.GetElapsedTime(Volatile.Read(ref _lastUsed));

    public void Touch() => Volatile.Write(ref _lastUsed, time.GetTimestamp());

    /// <summary>Puts a message into the inbox. It is delivered by the next <see cref="Flush"/>, or by the drain that runs.</summary>
    /// <param name="data">The message; its bytes are copied.</param>
    /// <param name="isNumbered">Whether it takes an offset.</param>
    /// <param name="how">How it wants to be treated.</param>
    /// <param name="offset">The offset of a numbered message, contiguous from 1; 0 for one that is stored first.</param>
    /// <param name="pending">Set for a message that is stored first: the store gives its offset.</param>
    public PostResult TryPost(MessageData data, bool isNumbered, in PostOptions how, out long offset, PendingAlert? pending = null)
    {
        offset = 0;
        lock (_gate)
        {
            if (_retired) return PostResult.Retired;
            if (!_inbox.HasPlaceFor(data.Bytes.Length)) return PostResult.Full;
            _inbox.Add(data, how, pending);
            if (isNumbered && pending is null) offset = ++_lastOffset;
            return PostResult.Posted;
        }
    }

    /// <summary>Completes when a drain has taken what was in the inbox.</summary>
    public Task WaitForPlaceAsync()
    {
        lock (_gate)
        {
            if (_inbox.IsEmpty) return Task.CompletedTask;
            _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _space.Task;
        }
    }

    /// <summary>Delivers what waits, on this thread, unless a drain runs already: that one takes it too.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_draining || _inbox.IsEmpty) return;
            _draining = true;
        }

        DrainOnce();
    }

    /// <summary>Takes the room out of service if nobody is in it and nothing waits.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_draining || !_inbox.IsEmpty || !Members.TryRetire()) return false;
            _retired = true;
            return true;
        }
    }

    public override TimeSpan? Check()
    {
        if (Members.Count > 0 || _retired) return null;
        if (Unused < options.RoomRetention) return options.RoomRetention - Unused;
        onUnused(this);
        return _retired ? null : Wheel.Tick;
    }

    void IThreadPoolWorkItem.Execute() => DrainOnce();

    private void DrainOnce()
    {
        Batch batch;
        lock (_gate)
        {
            batch = _inbox.Take();
            _space?.TrySetResult();
            _space = null;
        }

        if (batch.Pending is not null)
        {
            _ = StoreAndDeliverAsync(batch, batch.Pending);
            return;
        }

        Deliver(batch);
        batch.Block.Release();
        Continue();
    }

    /// <summary>Never throws. No member is awaited, but the store is: the order of a room is the order of its appends.</summary>
    private async Task StoreAndDeliverAsync(Batch batch, List<PendingAlert> pending)
    {
        var result = await journal!.AppendAsync(Name, pending);
        if (Excluded(pending, result.Appended) is { Count: > 0 } starts)
        {
            var rest = batch.Without(starts);
            batch.Block.Release();
            batch = rest;
        }

        if (batch.Block.Length > 0) Deliver(batch);
        batch.Block.Release();
        Journal.Tell(pending, result);
        Continue();
    }

    /// <summary>The frames that nobody gets: of messages that were not stored, or that are in the room already.</summary>
    private static HashSet<int> Excluded(List<PendingAlert> pending, IReadOnlyList<Appended>? appended)
    {
        var starts = new HashSet<int>();
        for (var i = 0; i < pending.Count; i++)
        {
            if (appended is null || appended[i].IsDuplicate) starts.Add(pending[i].Start);
        }

        return starts;
    }

    private void Continue()
    {
        lock (_gate)
        {
            _draining = !_inbox.IsEmpty;
            if (!_draining) return;
        }

        // The thread that came to publish has a socket of its own to read; the pool goes on.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Deliver(in Batch batch)
    {
        var members = Members.Snapshot(out var anyDeflates);
        if (!anyDeflates)
        {
            batch.DeliverTo(members, deflated: null);
            return;
        }

        var deflated = batch.Deflate(options.DeflateMinBytes);
        batch.DeliverTo(members, deflated);
        deflated.Block.Release();
    }
}

/// <summary>What came of putting a message into a room's inbox.</summary>
internal enum PostResult
{
    Posted,

    /// <summary>The inbox is full: the publisher waits.</summary>
    Full,

    /// <summary>The room went out of service just now: the publisher takes the new one.</summary>
    Retired,
}
