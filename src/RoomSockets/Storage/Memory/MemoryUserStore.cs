using System.Globalization;

namespace RoomSockets;

/// <summary>Users in memory: gone with the process.</summary>
internal sealed class MemoryUserStore(MemoryStoreOptions options, TimeProvider time) : IUserStore
{
    private const int SmallSuffixes = 9;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, StoredUser> _byId = [];
    private readonly Dictionary<string, long> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byExternalId = new(StringComparer.Ordinal);
    private long _lastId;

    public ValueTask<StoredUser?> AddAsync(string name, string passwordHash, CancellationToken cancellationToken)
    {
        StoredUser.ThrowIfNotName(name);
        ArgumentNullException.ThrowIfNull(passwordHash);
        lock (_gate) return new(_byName.ContainsKey(StoredUser.NormalizeName(name)) ? null : Add(name, passwordHash, externalId: null));
    }

    public ValueTask<(StoredUser User, bool IsNew)> GetOrAddExternalAsync(string externalId, string? name, CancellationToken cancellationToken)
    {
        StoredUser.ThrowIfNotExternal(externalId);
        lock (_gate)
        {
            if (_byExternalId.TryGetValue(externalId, out var id)) return new((_byId[id], false));
            var wanted = StoredUser.CutName(string.IsNullOrWhiteSpace(name) ? externalId : name);
            return new((Add(FindFreeName(wanted), passwordHash: null, externalId), true));
        }
    }

    public ValueTask<StoredUser?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_byName.TryGetValue(StoredUser.NormalizeName(name), out var id) ? _byId[id] : null);
    }

    public ValueTask<StoredUser?> FindExternalAsync(string externalId, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_byExternalId.TryGetValue(externalId, out var id) ? _byId[id] : null);
    }

    public ValueTask<StoredUser?> FindAsync(long id, CancellationToken cancellationToken) => new(Find(id));

    public ValueTask<bool> SetPasswordHashAsync(long id, string passwordHash, string? replaces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passwordHash);
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var user) || (replaces is not null && !string.Equals(user.PasswordHash, replaces, StringComparison.Ordinal))) return new(false);
            _byId[id] = user with { PasswordHash = passwordHash };
            return new(true);
        }
    }

    public StoredUser? Find(long id)
    {
        lock (_gate) return _byId.GetValueOrDefault(id);
    }

    private StoredUser Add(string name, string? passwordHash, string? externalId)
    {
        if (_byId.Count >= options.Users) throw new StoreUnavailableException($"The store in memory has {options.Users} users, as many as MemoryStoreOptions.Users allows.");
        var user = new StoredUser(++_lastId, name, passwordHash, externalId, time.GetUtcNow());
        _byId.Add(user.Id, user);
        _byName.Add(StoredUser.NormalizeName(name), user.Id);
        if (externalId is not null) _byExternalId.Add(externalId, user.Id);
        return user;
    }

    private string FindFreeName(string wanted)
    {
        var name = wanted;
        // After a few tries the new user's own number: thousands may have one name, and each of them costs the same.
        for (var suffix = 2L; _byName.ContainsKey(StoredUser.NormalizeName(name)); suffix = suffix < SmallSuffixes ? suffix + 1 : Math.Max(suffix, _lastId) + 1)
            name = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{suffix}");
        return name;
    }
}
