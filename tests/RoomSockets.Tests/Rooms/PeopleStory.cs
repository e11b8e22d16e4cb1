namespace RoomSockets.Tests;

/// <summary>A random life of a room, and watchers who know only what they were told, as the protocol says it is to be read.</summary>
internal sealed class PeopleStory(People people, Statuses statuses, int seed)
{
#pragma warning disable CA5394 // Nothing is kept secret here, and each run is the same.
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, int> _devices = new(StringComparer.Ordinal);
    private readonly List<Watcher> _watchers = [];
    private int _anonymous;

    public void Step()
    {
        var user = $"u{_random.Next(8)}";
        switch (_random.Next(6))
        {
            case 0 or 1:
                people.Enter(user, null);
                _devices[user] = _devices.GetValueOrDefault(user) + 1;
                break;
            case 2 when _devices.GetValueOrDefault(user) > 0:
                people.Leave(user);
                if (--_devices[user] == 0) _devices.Remove(user);
                break;
            case 3:
                statuses.Set(user, _random.Next(2) == 0 ? "away" : "online", static () => true);
                people.Note(user);
                break;
            case 4:
                StepAnonymous();
                break;
            default:
                _watchers.Add(new Watcher(people.List()?.Select(static one => one.User), people.Count));
                break;
        }
    }

    public void Tell()
    {
        if (people.TakeChange() is not { } change) return;
        foreach (var watcher in _watchers) watcher.Take(change);
    }

    public void Check()
    {
        foreach (var watcher in _watchers)
        {
            watcher.Count.Should().Be(_devices.Count + _anonymous, "seed {0}", seed);
            if (watcher.Users is not { } users) continue;
            users.Values.Should().BeEquivalentTo(_devices.Select(pair => new PresentUser(pair.Key, pair.Key, pair.Value, statuses.Of(pair.Key))), "seed {0}", seed);
        }

        _watchers.Select(static watcher => watcher.Users is null).Distinct().Should().HaveCountLessThan(2, "all know the list, or nobody; seed {0}", seed);
    }

    private void StepAnonymous()
    {
        if (_random.Next(2) == 0)
        {
            people.Enter(null, null);
            _anonymous++;
        }
        else if (_anonymous > 0)
        {
            people.Leave(null);
            _anonymous--;
        }
    }
#pragma warning restore CA5394

    /// <summary>One client's knowledge; no list where the room was too large for one.</summary>
    private sealed class Watcher(IEnumerable<PresentUser>? users, int count)
    {
        public Dictionary<string, PresentUser>? Users { get; private set; } = users?.ToDictionary(static user => user.Id, StringComparer.Ordinal);

        public int Count { get; private set; } = count;

        public void Take(PresenceChange change)
        {
            Count = change.Count;
            if (!change.IsListed)
            {
                Users = null;
                return;
            }

            Users ??= new Dictionary<string, PresentUser>(StringComparer.Ordinal);
            foreach (var person in change.Joined.Concat(change.Changed)) Users[person.Id] = person.Told!;
            foreach (var person in change.Left) Users.Remove(person.Id);
        }
    }
}
