namespace RoomSockets;

/// <summary>Owns what users say of themselves, for all their connections on this node.</summary>
internal sealed class Statuses
{
    public const string Default = "online";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _statuses = new(StringComparer.Ordinal);

    public string Of(string userId)
    {
        lock (_gate) return _statuses.GetValueOrDefault(userId, Default);
    }

    /// <param name="userId">The user.</param>
    /// <param name="status">What it says.</param>
    /// <param name="isHere">Whether it has a connection; asked under the lock, so that nothing is kept of one that has just gone.</param>
    public void Set(string userId, string status, Func<bool> isHere)
    {
        lock (_gate)
        {
            if (string.Equals(status, Default, StringComparison.Ordinal) || !isHere()) _statuses.Remove(userId);
            else _statuses[userId] = status;
        }
    }

    /// <summary>The user's last connection has gone, unless another one has come meanwhile.</summary>
    public void Forget(string userId, Func<bool> isHere)
    {
        lock (_gate)
        {
            if (!isHere()) _statuses.Remove(userId);
        }
    }
}
