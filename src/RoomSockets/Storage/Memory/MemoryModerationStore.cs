namespace RoomSockets;

/// <summary>Bans, mutes and slow modes in memory, and the last audit records: gone with the process.</summary>
internal sealed class MemoryModerationStore(MemoryStoreOptions options, TimeProvider time) : IModerationStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(BanSubject Subject, string? Room), StoredBan> _bans = [];
    private readonly Dictionary<(string UserId, string? Room), StoredMute> _mutes = [];
    private readonly Dictionary<string, StoredSlowMode> _slowModes = new(StringComparer.Ordinal);
    private readonly LinkedList<StoredAuditRecord> _records = new();
    private long _lastId;

    public ValueTask<StoredRestrictions> GetInForceAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_gate)
        {
            ForgetEnded();
            return new(new StoredRestrictions(
                [.. _bans.Values.OrderBy(static ban => ban.Id).TakeLast(limit)],
                [.. _mutes.Values.OrderBy(static mute => mute.Id).TakeLast(limit)],
                [.. _slowModes.Values.Take(limit)]));
        }
    }

    public ValueTask<StoredBan> BanAsync(NewBan ban, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ban);
        lock (_gate)
        {
            ForgetEnded();
            var stored = new StoredBan(++_lastId, ban.Subject, ban.Room, ban.Until, ban.Reason, ban.Actor, time.GetUtcNow());
            _bans[(ban.Subject, ban.Room)] = stored;
            Record(NewAuditRecord.Of(ban));
            return new(stored);
        }
    }

    public ValueTask<bool> UnbanAsync(BanSubject subject, string? room, string? actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        lock (_gate)
        {
            ForgetEnded();
            if (!_bans.Remove((subject, room))) return new(false);
            Record(new NewAuditRecord(actor, AuditAction.Unban, subject.ToString(), room, Detail: null));
            return new(true);
        }
    }

    public ValueTask<StoredMute> MuteAsync(NewMute mute, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mute);
        lock (_gate)
        {
            ForgetEnded();
            var stored = new StoredMute(++_lastId, mute.UserId, mute.Room, mute.Until, mute.Reason, mute.Actor, time.GetUtcNow());
            _mutes[(mute.UserId, mute.Room)] = stored;
            Record(NewAuditRecord.Of(mute));
            return new(stored);
        }
    }

    public ValueTask<bool> UnmuteAsync(string userId, string? room, string? actor, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ForgetEnded();
            if (!_mutes.Remove((userId, room))) return new(false);
            Record(new NewAuditRecord(actor, AuditAction.Unmute, userId, room, Detail: null));
            return new(true);
        }
    }

    public ValueTask SetSlowModeAsync(string room, int seconds, string? actor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, StoredSlowMode.MaxSeconds);
        lock (_gate)
        {
            if (seconds == 0) _slowModes.Remove(room);
            else _slowModes[room] = new StoredSlowMode(room, seconds);
            Record(NewAuditRecord.OfSlowMode(room, seconds, actor));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RecordAsync(NewAuditRecord record, CancellationToken cancellationToken)
    {
        lock (_gate) Record(record);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<StoredAuditRecord>> ReadAuditAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000, nameof(query));
        lock (_gate)
        {
            var found = _records.Reverse().Where(record => record.Id < (query.Before ?? long.MaxValue) && (query.Room is null || string.Equals(query.Room, record.Room, StringComparison.Ordinal)));
            return new([.. found.Take(query.Limit)]);
        }
    }

    private void Record(NewAuditRecord record)
    {
        _records.AddLast(new StoredAuditRecord(++_lastId, time.GetUtcNow(), record.Actor, record.Action, record.Subject, record.Room, record.Detail));
        if (_records.Count > options.AuditRecords) _records.RemoveFirst();
    }

    private void ForgetEnded()
    {
        var now = time.GetUtcNow();
        foreach (var ended in _bans.Where(ban => ban.Value.Until <= now).Select(static ban => ban.Key).ToList()) _bans.Remove(ended);
        foreach (var ended in _mutes.Where(mute => mute.Value.Until <= now).Select(static mute => mute.Key).ToList()) _mutes.Remove(ended);
    }
}
