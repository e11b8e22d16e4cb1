namespace RoomSockets.Client;

/// <summary>Owns who is in a room, as far as it is known. Written in turns, read by anybody.</summary>
internal sealed class PresenceTable
{
    private readonly Lock _gate = new();
    private Dictionary<string, PresentUser>? _users;
    private int _count;

    public RoomPresence Snapshot()
    {
        lock (_gate) return new RoomPresence(_count, _users is null ? null : [.. _users.Values]);
    }

    /// <summary>Takes the list of a fresh joined, and says what is different.</summary>
    public PresenceChange Replace(PresencePart part)
    {
        lock (_gate)
        {
            var before = _users ?? [];
            _users = part.Users is null ? null : new Dictionary<string, PresentUser>(StringComparer.Ordinal);
            foreach (var user in part.Users ?? []) _users![user.Id] = user.ToUser();
            _count = part.Count;
            var now = _users ?? [];
            return new PresenceChange(
                [.. now.Values.Where(user => !before.ContainsKey(user.Id))],
                _users is null ? [] : [.. before.Values.Where(user => !now.ContainsKey(user.Id)).Select(user => new AbsentUser(user.Id, user.Name, null))],
                [.. now.Values.Where(user => before.TryGetValue(user.Id, out var old) && !IsSame(old, user))],
                _count);
        }
    }

    public PresenceChange Apply(PresenceFrame frame)
    {
        var change = new PresenceChange(Users(frame.Joined), [.. (frame.Left ?? []).Select(part => part.ToUser())], Users(frame.Changed), frame.Count ?? 0);
        lock (_gate)
        {
            if (frame is { Joined: null, Left: null, Changed: null })
            {
                _users = null;
            }
            else
            {
                _users ??= new Dictionary<string, PresentUser>(StringComparer.Ordinal);
                foreach (var user in change.Joined.Concat(change.Changed)) _users[user.Id] = user;
                foreach (var user in change.Left) _users.Remove(user.Id);
            }

            _count = frame.Count ?? _users?.Count ?? 0;
            return change with { Count = _count };
        }
    }

    private static IReadOnlyList<PresentUser> Users(IReadOnlyList<PresentPart>? parts) => [.. (parts ?? []).Select(part => part.ToUser())];

    // What the application adds has no equality; it counts as different.
    private static bool IsSame(PresentUser one, PresentUser other) => one == other with { Info = one.Info } && one.Info is null && other.Info is null;
}
