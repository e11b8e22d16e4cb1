using System.Collections.Concurrent;

namespace RoomSockets;

/// <summary>Owns the counts of what goes on: of all together, and of the busiest rooms.</summary>
internal sealed class RoomMonitor(RoomDirectory directory, TimeProvider time) : IRoomMonitor, IDeliveryMeter
{
    private const int MaxRooms = 1000;
    private readonly long _began = time.GetTimestamp();
    private readonly TrafficMeter _all = new();
    private readonly ConcurrentDictionary<string, TrafficMeter> _rooms = new(StringComparer.Ordinal);
    private readonly Lock _evicting = new();
    private int _count;
    private long _lastEviction = -1;

    /// <summary>Seconds since it began, and one, so that a place of a ring that was never used is of no second.</summary>
    private uint Now => (uint)time.GetElapsedTime(_began).TotalSeconds + 1;

    public RoomMonitorSnapshot Snapshot(int maxRooms = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRooms);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRooms, MaxRooms);
        var now = Now;
        var rooms = _rooms.Select(pair => (pair.Key, Meter: pair.Value, Activity: pair.Value.Activity(now)))
            .OrderByDescending(static room => room.Activity).ThenBy(static room => room.Key, StringComparer.Ordinal).Take(maxRooms)
            .Select(room => new RoomActivity(room.Key, directory.Rooms.Find(room.Key)?.Members.Count ?? 0, room.Meter.Received(now), room.Meter.Delivered(now)));
        return new RoomMonitorSnapshot(
            time.GetUtcNow(), directory.Connections, directory.Users, directory.Rooms.Occupied.Count(), _all.Received(now), _all.Delivered(now), [.. rooms]);
    }

    public void NoteReceived(string? room, int bytes)
    {
        var now = Now;
        _all.Receive(now, bytes);
        if (room is not null) Find(room, now)?.Receive(now, bytes);
    }

    public void NoteDelivered(string? room, int messages, int bytes, int receivers)
    {
        if (messages == 0 || receivers == 0) return;
        var now = Now;
        // As many as an int holds in one batch: no room has so many members.
        var (copies, total) = ((int)Math.Min(int.MaxValue, (long)messages * receivers), (long)bytes * receivers);
        _all.Deliver(now, copies, total);
        if (room is not null) Find(room, now)?.Deliver(now, copies, total);
    }

    /// <summary>Null while there are too many rooms and it is too early to look which of them are quiet.</summary>
    private TrafficMeter? Find(string room, uint now)
    {
        if (_rooms.TryGetValue(room, out var known)) return known;
        if (Volatile.Read(ref _count) >= MaxRooms && !TryEvict(now)) return null;
        var meter = new TrafficMeter();
        if (!_rooms.TryAdd(room, meter)) return _rooms.GetValueOrDefault(room);
        Interlocked.Increment(ref _count);
        return meter;
    }

    /// <summary>The quieter half goes, once a second at most: a stream of new names must not cost a look at all of them each.</summary>
    private bool TryEvict(uint now)
    {
        if (!_evicting.TryEnter()) return false;
        try
        {
            if (_lastEviction == now) return false;
            _lastEviction = now;
            foreach (var (name, _) in _rooms.Select(pair => (pair.Key, Activity: pair.Value.Activity(now))).OrderBy(static room => room.Activity).Take(MaxRooms / 2))
            {
                if (_rooms.TryRemove(name, out _)) Interlocked.Decrement(ref _count);
            }

            return true;
        }
        finally
        {
            _evicting.Exit();
        }
    }
}
