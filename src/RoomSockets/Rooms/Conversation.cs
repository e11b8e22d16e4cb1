using System.Security.Cryptography;

namespace RoomSockets;

/// <summary>What members that speak the sub-protocol see of one room: its position, its past, and its messages. Used by the room's drain alone.</summary>
internal sealed class Conversation
{
    private const int EpochDigits = 12;
    private const int ManyItems = 20;

    private readonly RoomServices _services;
    private readonly Room _room;
    private readonly Scribe _scribe;
    private readonly Backlog _backlog;
    private readonly RedactedItems _redacted;
    private readonly Past? _past;
    private readonly bool _keepsBacklog;
    private string? _epoch;

    /// <param name="room">The room.</param>
    /// <param name="services">What rooms share.</param>
    /// <param name="isHidden">Whether nobody ever arrives: its past is then read from the store alone, where there is one.</param>
    public Conversation(Room room, RoomServices services, bool isHidden)
    {
        (_room, _services) = (room, services);
        _keepsBacklog = !isHidden || services.Journal is null;
        _scribe = new Scribe(room.Name);
        // What is too much for one joined is of no use to anybody who comes back.
        _backlog = new Backlog(services.Options.RecoveryMessages, services.Options.OutboxBytes / 2, services.Backlogs);
        _redacted = new RedactedItems(_backlog);
        if (services.Journal is { } journal) _past = new Past(room.Name, journal, _backlog, _redacted, services.Options.OutboxBytes / 2);
    }

    /// <summary>Whether the position is known.</summary>
    public bool IsOpen => _epoch is not null;

    /// <summary>Where there is no store, the position is what this node has counted, and means nothing when the room is gone.</summary>
    public void Open(long position) => Open(position, RandomNumberGenerator.GetHexString(EpochDigits, lowercase: true));

    public async ValueTask OpenAsync()
    {
        if (await _services.Journal!.FindPositionAsync(_room.Name) is { } room) Open(room.LastOffset, room.Epoch);
    }

    /// <summary>Hands a batch to the seats, and keeps its messages for those who come back.</summary>
    public void Deliver(in Batch batch, Audience audience)
    {
        if (batch.Items is not { } items) return;
        if (IsOpen && FindHole(items) is { } end) TellGap(audience, end);
        using var written = WrittenItems.Rent();
        var count = 0;
        foreach (var (publication, announcement) in items)
        {
            if (announcement?.Redaction is { } redaction) _redacted.Apply(redaction);
            if (publication is not { IsDelivered: true }) continue;
            written.Add(publication, batch.PayloadAt(publication.Start));
            if (_keepsBacklog) _backlog.Add(publication.Offset, written[count++]);
        }

        if (audience.Seats.Length > 0) new Edition(_scribe, items, written, _services.Options).DeliverTo(audience.Seats, audience.SeatsDeflate);
        if (audience.FilteredSeats.Length > 0) FilteredSeats.Deliver(_room.Name, _scribe, batch, written, audience.FilteredSeats);
    }

    /// <summary>
    /// The end of what is stored in this room and was never delivered here; null for nothing. A store whose answer was lost may have
    /// taken a message all the same: its sender repeats it and is told that it is there, but nobody has seen it.
    /// </summary>
    private long? FindHole(List<RoomItem> items)
    {
        var last = _backlog.Last;
        foreach (var (publication, _) in items)
        {
            if (publication is not { Offset: > 0, First: null }) continue;
            if (publication.IsDuplicate && publication.Offset > last) return publication.Offset;
            if (publication.IsDelivered && publication.Offset > last + 1) return publication.Offset - 1;
            if (publication.IsDelivered) last = publication.Offset;
        }

        return null;
    }

    /// <summary>Those who are here join again from where they were; what is in this batch behind the hole they have then, too.</summary>
    private void TellGap(Audience audience, long end)
    {
        using var text = JsonText.Rent();
        ServerFrames.Gap(text.Writer, _room.Name, _backlog.Last + 1, end);
        var block = Block.Rent();
        block.Append(Opcode.Text, text.Utf8.Span);
        foreach (var seat in audience.Seats.Concat(audience.FilteredSeats)) seat.Deliver(block, new Segment(0, block.Length, 1));
        block.Release();
        _backlog.Reset(end);
    }

    /// <summary>Seats a member behind everything that was delivered so far; where its past has to be read, that goes on beside the room.</summary>
    public void Receive(Arrival arrival)
    {
        if (!IsOpen)
        {
            arrival.Complete(ArrivalResult.StoreUnavailable);
            return;
        }

        var last = _backlog.Last;
        var (from, isRecovery) = FindBeginning(arrival, last);
        if (from is not { } first) Seat(arrival, last, null, isRecovery ? false : null);
        else if (_backlog.Find(first, last) is { } items) SeatWith(arrival, last, items, isRecovery);
        else if (_past is null) Seat(arrival, last, isRecovery ? null : _backlog.Find(_backlog.First, last), isRecovery ? false : null);
        else
        {
            arrival.Seat.BeginHolding(arrival.SeesPresence);
            _ = ReadPastAsync(arrival, first, last, isRecovery);
        }
    }

    /// <summary>From here on redactions are remembered for <see cref="Correct"/>, until what is returned is disposed of.</summary>
    public IDisposable BeginReading() => _redacted.BeginReading();

    /// <summary>What was read of the past, as it is now.</summary>
    public IReadOnlyList<byte[]> Correct(IReadOnlyList<byte[]> items) => _redacted.Correct(items);

    /// <summary>Whether the message is at hand as a deleted one.</summary>
    public bool HasDeleted(long offset) => _backlog.Find(offset, offset) is [var item] && Redaction.IsDeleted(item);

    /// <summary>Whose message it is, where that is at hand.</summary>
    public UserRef? FindSender(long offset) => _backlog.Find(offset, offset) is [var item] ? Redaction.SenderOf(item) : null;

    /// <summary>The room is no more.</summary>
    public void Close() => _backlog.Close();

    /// <summary>What was said of late, where there is no store.</summary>
    public (IReadOnlyList<byte[]> Items, bool HasMore) Look(long? before, long? after, int limit) => _backlog.Page(before, after, limit);

    private void Open(long position, string epoch)
    {
        _backlog.Reset(position);
        _epoch = epoch;
    }

    /// <summary>From where the client wants to be told; null for nothing. Whether it comes back or comes for the first time.</summary>
    private (long? From, bool IsRecovery) FindBeginning(Arrival arrival, long last)
    {
        if (arrival.Since is { } since)
        {
            var isKnown = !arrival.GivesUp && string.Equals(since.Epoch, _epoch, StringComparison.Ordinal) && since.Offset <= last && last - since.Offset <= _services.Options.RecoveryMessages;
            return (isKnown ? since.Offset + 1 : null, true);
        }

        return (arrival.History > 0 && !arrival.GivesUp ? Math.Max(1, last - arrival.History + 1) : null, false);
    }

    /// <summary>Many come back at once, and with much to be told: that is written beside the room, on whatever core is free.</summary>
    private void SeatWith(Arrival arrival, long last, List<byte[]> items, bool isRecovery)
    {
        if (items.Count < ManyItems)
        {
            Seat(arrival, last, items, isRecovery ? true : null);
            return;
        }

        arrival.Seat.BeginHolding(arrival.SeesPresence);
        var reading = BeginReading();
        _ = Task.Run(() => SeatBeside(arrival, last, items, isRecovery, reading));
    }

    /// <summary>Never throws.</summary>
    private void SeatBeside(Arrival arrival, long last, List<byte[]> items, bool isRecovery, IDisposable reading)
    {
        using var _ = reading;
        try
        {
            Seat(arrival, last, items, isRecovery ? true : null);
        }
        catch (Exception error)
        {
            RoomLog.ReadFailed(_services.Logger, error, _room.Name);
            arrival.Complete(ArrivalResult.StoreUnavailable);
        }
    }

    /// <summary>Never throws.</summary>
    private async Task ReadPastAsync(Arrival arrival, long from, long last, bool isRecovery)
    {
        using var reading = BeginReading();
        try
        {
            // Whoever has gone meanwhile waits for nothing: its place is needed.
            var cancellationToken = arrival.Seat.Connection.Closing;
            var items = await _past!.ReadAsync(from, last, cancellationToken);
            // A part is gone, or it is too much for one answer: a first look has what is at hand.
            if (items is null && !isRecovery) items = await _past.LookAsync(last, arrival.History, cancellationToken);
            Seat(arrival, last, items, isRecovery ? items is not null : null);
        }
        catch (OperationCanceledException)
        {
            arrival.Complete(ArrivalResult.Gone);
        }
        catch (Exception error)
        {
            if (error is not StoreUnavailableException) RoomLog.ReadFailed(_services.Logger, error, _room.Name);
            arrival.Complete(ArrivalResult.StoreUnavailable);
        }
    }

    private void Seat(Arrival arrival, long position, IReadOnlyList<byte[]>? items, bool? isRecovered)
    {
        // The redacted of what changes from here on is held, and follows.
        if (items is not null) items = Correct(items);
        if (items is not null) items = FilteredPast.Of(items, arrival.Seat.Connection, _room.Name);
        if (items is not null && Fit(items) is var fitting && fitting.Count < items.Count)
        {
            // A first look may be shorter; a gap is filled wholly or not at all.
            items = isRecovered is null ? fitting : null;
            if (isRecovered is not null) isRecovered = false;
        }

        arrival.IsRecovered = isRecovered;
        var roster = arrival.SeesPresence ? _room.Members.Watch(() => new Roster(_room, _services)) : null;
        using var text = JsonText.Rent();
        var json = text.Writer;
        ServerFrames.Begin(json, "joined"u8, arrival.Id);
        json.WriteString("room"u8, _room.Name);
        json.WriteNumber("offset"u8, position);
        json.WriteString("epoch"u8, _epoch);
        if (isRecovered is { } recovered) json.WriteBoolean("recovered"u8, recovered);
        if (items is not null) ServerFrames.WriteItems(json, items);
        roster?.WriteSnapshot(json);
        json.WriteEndObject();
        if (arrival.Seat.TrySeat(MessageData.Received(text.Utf8, isBinary: false), arrival.SeesPresence)) arrival.Complete(ArrivalResult.Seated);
        else Retry(arrival);
    }

    /// <summary>More happened while its past was read than can be held for it: it begins at what is now the end, and knows that it missed something.</summary>
    private void Retry(Arrival arrival)
    {
        if (_room.Members.FindSeat(arrival.Seat.Connection) != arrival.Seat || arrival.GivesUp)
        {
            arrival.Complete(ArrivalResult.Gone);
            return;
        }

        arrival.GivesUp = true;
        arrival.Seat.BeginAgain();
        _room.Arrive(arrival);
    }

    /// <summary>The newest that go into half an outbox: the other half is for what happens meanwhile.</summary>
    private IReadOnlyList<byte[]> Fit(IReadOnlyList<byte[]> items)
    {
        var bytes = 0;
        for (var i = items.Count - 1; i >= 0; i--)
        {
            bytes += items[i].Length + 1;
            if (bytes > _services.Options.OutboxBytes / 2) return [.. items.Skip(i + 1)];
        }

        return items;
    }
}
