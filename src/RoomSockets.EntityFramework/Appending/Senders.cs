using System.Collections.Concurrent;

namespace RoomSockets.EntityFramework;

/// <summary>The numbers behind the ids of senders, remembered: a message should not cost a query for its user.</summary>
internal sealed class Senders(Func<IUserStore> users)
{
    private const int MaxRemembered = 100_000;
    private readonly ConcurrentDictionary<string, long> _numbers = new(StringComparer.Ordinal);

    /// <summary>For each alert the number of its sender, who is a user from now on; null for nobody.</summary>
    public async ValueTask<long?[]> FindAsync(IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken)
    {
        var numbers = new long?[alerts.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (alerts[i].SenderId is not { } id) continue;
            numbers[i] = _numbers.TryGetValue(id, out var known) ? known : await AskAsync(id, cancellationToken);
        }

        return numbers;
    }

    public void Forget(IReadOnlyList<NewAlert> alerts)
    {
        foreach (var alert in alerts)
            if (alert.SenderId is { } id) _numbers.TryRemove(id, out _);
    }

    private async ValueTask<long?> AskAsync(string id, CancellationToken cancellationToken)
    {
        var user = StoredUser.TryGetNumber(id, out var number)
            ? await users().FindAsync(number, cancellationToken)
            : (await users().GetOrAddExternalAsync(id, name: null, cancellationToken)).User;
        if (user is null) return null;
        if (_numbers.Count >= MaxRemembered) _numbers.Clear();
        _numbers[id] = user.Id;
        return user.Id;
    }
}
