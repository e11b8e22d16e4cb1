using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>
/// Tells those who asked who comes to a room and who goes: all changes of half a second together, users and not connections, and
/// not of those who are back within the grace. It costs nothing before the first one asks.
/// </summary>
internal sealed partial class Roster(Room room, RoomServices services) : WheelItem
{
    private static readonly TimeSpan EnrichingTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly People _people = new(services.Options, services.Statuses, services.Time);
    private Announcement? _waiting;
    private bool _announcing;
    private bool _enriching;

    public void Enter(Connection connection)
    {
        lock (_gate) _people.Enter(connection.UserId, connection.UserName);
        services.Wheel.Schedule(this, Wheel.Tick);
    }

    public void Leave(Connection connection)
    {
        lock (_gate) _people.Leave(connection.UserId);
        services.Wheel.Schedule(this, Wheel.Tick);
    }

    /// <summary>The user's status is another one.</summary>
    public void Note(string userId)
    {
        lock (_gate) _people.Note(userId);
        services.Wheel.Schedule(this, Wheel.Tick);
    }

    public int Count
    {
        get
        {
            lock (_gate) return _people.Count;
        }
    }

    public void WriteSnapshot(Utf8JsonWriter json)
    {
        lock (_gate) PresenceFrames.WriteSnapshot(json, _people.List(), _people.Count);
    }

    public override TimeSpan? Check()
    {
        if (!TryAnnounce()) return Wheel.Tick;
        PresenceChange? change;
        lock (_gate)
        {
            if (_enriching) return Wheel.Tick;
            change = _people.TakeChange();
            _enriching = change is not null && services.Enricher is not null && change.Joined.Count + change.Changed.Count > 0;
        }

        if (change is not null)
        {
            if (_enriching) _ = Task.Run(() => EnrichAsync(change));
            else Announce(change);
        }

        lock (_gate) return _people.HasNews || _waiting is not null || _enriching ? Wheel.Tick : null;
    }

    private void Announce(PresenceChange change)
    {
        lock (_gate) _waiting = new Announcement(PresenceFrames.WriteChange(room.Name, change), default, IsPresence: true);
        TryAnnounce();
    }

    /// <summary>A room whose inbox is full takes it the next time: changes are never lost, for the next one builds on them.</summary>
    private bool TryAnnounce()
    {
        Announcement? next;
        lock (_gate)
        {
            if (_waiting is null) return true;
            if (_announcing) return false;
            (_announcing, next) = (true, _waiting);
        }

        // Not under our lock: whoever retires the room holds its lock and asks its members, who enter here.
        var isFull = room.TryAnnounce(next) == PostResult.Full;
        lock (_gate)
        {
            _announcing = false;
            if (!isFull) _waiting = null;
        }

        if (!isFull) room.Flush();
        return !isFull;
    }

    /// <summary>Never throws. One at a time, so that changes keep their order.</summary>
    private async Task EnrichAsync(PresenceChange change)
    {
        List<Person> people = [.. change.Joined, .. change.Changed];
        IReadOnlyDictionary<string, MessageData>? infos = null;
        try
        {
            using var timeout = new CancellationTokenSource(EnrichingTimeout, services.Time);
            infos = await services.Enricher!.EnrichAsync(room.Name, [.. people.Select(static person => person.Told!)], timeout.Token).AsTask().WaitAsync(timeout.Token);
        }
        catch (Exception error)
        {
            LogEnrichingFailed(services.Logger, error, room.Name);
        }

        lock (_gate)
        {
            foreach (var person in people)
                if (infos is not null) person.Info = infos.TryGetValue(person.Id, out var info) && !info.IsBinary ? info : (MessageData?)null;
        }

        Announce(change);
        lock (_gate) _enriching = false;
        services.Wheel.Schedule(this, Wheel.Tick);
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Error, Message = "The presence enricher failed for room '{Room}' or took longer than 5 s; its members are told without what it adds.")]
    private static partial void LogEnrichingFailed(ILogger logger, Exception error, string room);
}
