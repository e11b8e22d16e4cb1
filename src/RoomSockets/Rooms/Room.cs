namespace RoomSockets;

/// <summary>
/// The single writer of one room. Whoever publishes puts a message into the inbox; if no drain runs, one starts. A drain takes
/// everything that waits and hands the same bytes to every member, so order needs no further care and busy rooms batch by
/// themselves. Where there is a journal, what is published is stored before anybody gets it: the transaction of a drain is
/// the group commit of all who published meanwhile.
/// </summary>
internal sealed class Room(string name, RoomServices services, Action<Room> onUnused, Func<Audience>? audience = null) : WheelItem, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly RoomInbox _inbox = new(services.Options.InboxMessages, services.Options.OutboxBytes / 4);
    private readonly Numbering _numbering = new(services.Time);
    private TaskCompletionSource? _space;
    private Conversation? _conversation;
    private List<Arrival>? _arrivals;
    private bool _draining;
    private bool _retired;
    private long _lastUsed = services.Time.GetTimestamp();

    public string Name { get; } = name;

    public Members Members { get; } = new();

    /// <summary>How long nobody was in it and nothing was published; only meaningful while it is empty.</summary>
    public TimeSpan Unused => services.Time.GetElapsedTime(Volatile.Read(ref _lastUsed));

    public void Touch() => Volatile.Write(ref _lastUsed, services.Time.GetTimestamp());

    /// <summary>Puts a message into the inbox. It is delivered by the next <see cref="Flush"/>, or by the drain that runs.</summary>
    /// <param name="data">The message; its bytes are copied.</param>
    /// <param name="isNumbered">Whether it takes an offset.</param>
    /// <param name="how">How it wants to be treated.</param>
    /// <param name="offset">The offset of a numbered message, contiguous from 1; 0 for one that is stored first.</param>
    /// <param name="publication">What else is to be known of a numbered message; where nobody would look at it, it may be null.</param>
    public PostResult TryPost(MessageData data, bool isNumbered, in PostOptions how, out long offset, Publication? publication = null)
    {
        offset = 0;
        lock (_gate)
        {
            if (_retired) return PostResult.Retired;
            // What is short as a raw frame may be long as JSON, and a batch has to fit into the outboxes of both kinds of members.
            var otherBytes = _conversation is null ? 0 : JsonSize.OfMessage(data, Name, publication?.From ?? how.Sender?.Identity.Reference, publication?.Key);
            if (!_inbox.HasPlaceFor(data.Bytes.Length, otherBytes)) return PostResult.Full;
            var start = _inbox.Length;
            if (isNumbered)
            {
                // Where there are no members to arrive, there is always somebody who reads more than frames.
                if (audience is not null) _conversation ??= new Conversation(this, services, isHidden: true);
                offset = _numbering.Add(_inbox, data, how, publication, _conversation is not null, otherBytes);
            }
            else
            {
                _inbox.Add(data, how);
                if (_conversation is not null && !data.IsBinary) _inbox.Add(new RoomItem(null, Announce(data, how)));
            }

            if (services.FiltersReceivers && _inbox.Length > start) _inbox.Describe(new FrameOrigin(start, how, publication, offset, data.IsJson));
            return PostResult.Posted;
        }
    }

    /// <summary>Puts something into the inbox that only those get who speak the sub-protocol.</summary>
    public PostResult TryAnnounce(Announcement announcement)
    {
        lock (_gate)
        {
            if (_retired) return PostResult.Retired;
            if (!_inbox.HasPlaceFor(0, announcement.Frame.Length)) return PostResult.Full;
            if (_conversation is not null) _inbox.Add(new RoomItem(null, announcement));
            return PostResult.Posted;
        }
    }

    /// <summary>A member that speaks the sub-protocol waits for its <c>joined</c>. The drain seats it, between two batches; until then nothing reaches it.</summary>
    public void Arrive(Arrival arrival)
    {
        lock (_gate)
        {
            // From here on more is kept of messages than their frames, and what was posted before is delivered before.
            _conversation ??= new Conversation(this, services, isHidden: false);
            (_arrivals ??= []).Add(arrival);
        }

        Flush();
    }

    /// <summary>What was said of late, where there is no store.</summary>
    public (IReadOnlyList<byte[]> Items, bool HasMore) Look(long? before, long? after, int limit) => _conversation?.Look(before, after, limit) ?? ([], false);

    /// <summary>Where there is no store: whether a message of that offset was said, and may be changed, or deleted.</summary>
    public bool HasSaid(long offset, bool isChange)
    {
        long last;
        lock (_gate) last = _numbering.Last;
        return Conversation is { } conversation && offset >= 1 && offset <= last && !(isChange && conversation.HasDeleted(offset));
    }

    /// <summary>Who reads what the store has of this room corrects it by what is redacted meanwhile; null where nobody is told of that.</summary>
    public Conversation? Conversation
    {
        get
        {
            lock (_gate) return _conversation;
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
            if (_draining || !HasWork) return;
            _draining = true;
        }

        DrainOnce();
    }

    /// <summary>Takes the room out of service if nobody is in it and nothing waits.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_draining || HasWork || !Members.TryRetire()) return false;
            _retired = true;
        }

        if (Members.Roster is { } roster) services.Wheel.Remove(roster);
        _conversation?.Close();
        return true;
    }

    public override TimeSpan? Check()
    {
        if (Members.Count > 0 || _retired) return null;
        if (Unused < services.Options.RoomRetention) return services.Options.RoomRetention - Unused;
        onUnused(this);
        return _retired ? null : Wheel.Tick;
    }

    void IThreadPoolWorkItem.Execute() => DrainOnce();

    private bool HasWork => !_inbox.IsEmpty || _arrivals is not null;

    private Announcement Announce(MessageData data, in PostOptions how)
    {
        using var text = JsonText.Rent();
        ServerFrames.Signal(text.Writer, Name, how.Name ?? PostOptions.Notice, data);
        return new Announcement(text.Utf8.ToArray(), how);
    }

    private void DrainOnce()
    {
        Batch? batch;
        List<Arrival>? arrivals;
        long position;
        lock (_gate)
        {
            batch = _inbox.Take();
            (arrivals, _arrivals, position) = (_arrivals, null, _numbering.Last);
            _space?.TrySetResult();
            _space = null;
        }

        if (services.Journal is not null)
        {
            _ = StoreAndDeliverAsync(batch, arrivals);
            return;
        }

        try
        {
            if (batch is { } all) DeliverAndTell(all, null);
            if (arrivals is not null) Receive(arrivals, position);
        }
        catch (Exception error)
        {
            RoomLog.DrainFailed(services.Logger, error, Name);
        }

        Continue();
    }

    /// <summary>Never throws. No member is awaited, but the store is: the order of a room is the order of its appends.</summary>
    private async Task StoreAndDeliverAsync(Batch? batch, List<Arrival>? arrivals)
    {
        try
        {
            await StoreAsync(batch, arrivals);
        }
        catch (Exception error)
        {
            // A defect of ours must not end the room for those who are in it.
            RoomLog.DrainFailed(services.Logger, error, Name);
        }

        Continue();
    }

    private async ValueTask StoreAsync(Batch? batch, List<Arrival>? arrivals)
    {
        if (batch is { } all)
        {
            List<Publication>? stored = all.Items is { } items ? [.. items.Select(static item => item.Publication).OfType<Publication>().Where(static publication => publication is { First: null, Alert: not null })] : null;
            DeliverAndTell(all, stored is { Count: > 0 } ? await services.Journal!.AppendAsync(Name, stored) : null);
        }

        if (arrivals is not null)
        {
            if (!_conversation!.IsOpen) await _conversation.OpenAsync();
            Receive(arrivals, position: 0);
        }
    }

    private void DeliverAndTell(Batch batch, StoreUnavailableException? error)
    {
        if (batch.FindExcluded() is { Count: > 0 } starts)
        {
            var rest = batch.Without(starts);
            DeliverRaw(rest);
            rest.Block.Release();
        }
        else
        {
            DeliverRaw(batch);
        }

        if (Members.Snapshot().FilteredRaw is { Length: > 0 } asked && batch.Block.Length > 0) new FilteredRaw(Name, batch).DeliverTo(asked, static member => member);
        var receivers = audience?.Invoke() ?? Members.Snapshot();
        _conversation?.Deliver(batch, receivers);
        services.Meter?.NoteDelivered(audience is null ? Name : null, batch.Messages, batch.Block.Length, receivers.Count);
        batch.Block.Release();
        if (batch.Items is { } items) Receipts.Tell(Name, items, error);
    }

    private void Receive(List<Arrival> arrivals, long position)
    {
        if (!_conversation!.IsOpen && services.Journal is null) _conversation.Open(position);
        foreach (var arrival in arrivals) _conversation.Receive(arrival);
    }

    private void Continue()
    {
        lock (_gate)
        {
            _draining = HasWork;
            if (!_draining) return;
        }

        // The thread that came to publish has a socket of its own to read; the pool goes on.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void DeliverRaw(in Batch batch)
    {
        if (batch.Block.Length == 0) return;
        var members = Members.Snapshot();
        if (members.Raw.Length == 0) return;
        if (!members.RawDeflates)
        {
            batch.DeliverTo(members.Raw, deflated: null);
            return;
        }

        var deflated = batch.Deflate(services.Options.DeflateMinBytes);
        batch.DeliverTo(members.Raw, deflated);
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
