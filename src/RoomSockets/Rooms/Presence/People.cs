namespace RoomSockets;

/// <summary>Owns who is in one room, per user and not per connection, and what the others have been told of it. Not thread-safe.</summary>
internal sealed class People(RoomSocketsOptions options, Statuses statuses, TimeProvider time)
{
    private readonly Dictionary<string, Person> _all = new(StringComparer.Ordinal);
    private readonly HashSet<Person> _dirty = [];
    private int _anonymous;
    private int _toldCount = -1;
    private bool _isCrowd;

    /// <summary>Users, and anonymous connections, which are counted and not listed.</summary>
    public int Count => _all.Count + _anonymous;

    /// <summary>Whether something may have to be told, now or when a grace is over.</summary>
    public bool HasNews => _dirty.Count > 0 || _toldCount != Count;

    public void Enter(string? userId, string? name)
    {
        if (userId is null)
        {
            _anonymous++;
            return;
        }

        if (!_all.TryGetValue(userId, out var person)) _all.Add(userId, person = new Person(userId, name ?? userId));
        person.Devices++;
        _dirty.Add(person);
    }

    public void Leave(string? userId)
    {
        if (userId is null)
        {
            _anonymous--;
            return;
        }

        if (!_all.TryGetValue(userId, out var person)) return;
        person.Devices--;
        (person.WentAt, person.LastSeen) = (time.GetTimestamp(), time.GetUtcNow());
        _dirty.Add(person);
    }

    public void Note(string userId)
    {
        if (_all.TryGetValue(userId, out var person)) _dirty.Add(person);
    }

    /// <summary>Everybody as they are now, for somebody who comes; null where they are too many to be listed.</summary>
    /// <remarks>What is shown and was not told yet may be undone before it would be: it is remembered, so that it is taken back.</remarks>
    public List<(PresentUser User, MessageData? Info)>? List()
    {
        if (_toldCount != Count) _toldCount = -1;
        if (IsTooMany)
        {
            _isCrowd = true;
            return null;
        }

        var list = new List<(PresentUser, MessageData?)>();
        foreach (var person in _all.Values.Where(static person => person.Devices > 0 || person is not { Told: null, Shown: null }))
        {
            var now = Look(person);
            if (person.Told != now) person.Shown = now;
            list.Add((now, person.Info));
        }

        return list;
    }

    /// <summary>What is to be told now; null for nothing. It counts as told.</summary>
    public PresenceChange? TakeChange()
    {
        var (joined, left, changed) = (new List<Person>(), new List<Person>(), new List<Person>());
        foreach (var person in _dirty.ToList())
        {
            if (person.Devices > 0) Tell(person, joined, changed);
            else if (person is { Told: null, Shown: null } || time.GetElapsedTime(person.WentAt) >= options.PresenceGrace) Forget(person, left);
        }

        var wasCrowd = _isCrowd;
        _isCrowd = IsTooMany;
        var isNews = _toldCount != Count || wasCrowd != _isCrowd;
        _toldCount = Count;
        if (_isCrowd) return isNews ? new PresenceChange([], [], [], Count, IsListed: false) : null;
        if (wasCrowd) return new PresenceChange([.. _all.Values.Where(static person => person.Told is not null)], [], [], Count);
        var change = new PresenceChange(joined, left, changed, Count);
        return change.IsEmpty && !isNews ? null : change;
    }

    /// <summary>Listing begins again only well below the limit, so that a room at its edge is not listed anew with everyone who leaves.</summary>
    private bool IsTooMany => Count > (_isCrowd ? options.PresenceLimit * 4 / 5 : options.PresenceLimit);

    private void Tell(Person person, List<Person> joined, List<Person> changed)
    {
        _dirty.Remove(person);
        var now = Look(person);
        if (person.Told is null) joined.Add(person);
        else if (person.Told != now || (person.Shown is { } shown && shown != now)) changed.Add(person);
        (person.Told, person.Shown) = (now, null);
    }

    private void Forget(Person person, List<Person> left)
    {
        _dirty.Remove(person);
        _all.Remove(person.Id);
        if (person is not { Told: null, Shown: null }) left.Add(person);
    }

    private PresentUser Look(Person person) => person.Devices == 0 && (person.Told ?? person.Shown) is { } told ? told : new PresentUser(person.Id, person.Name, person.Devices, statuses.Of(person.Id));
}
