namespace RoomSockets;

/// <summary>Bounds what those who only created a room may do in an hour: anybody may create one, and each action is stored.</summary>
internal sealed class CreatorActions(ModerationOptions options, TimeProvider time)
{
    private readonly RecentCounts _actions = new(options.MaxCreatorActionsPerHour, TimeSpan.FromHours(1), time);

    /// <summary>Counts one where one more may be done.</summary>
    /// <returns>Zero where it was counted; else how long to wait.</returns>
    public TimeSpan TryAdd(string userId) => _actions.TryAdd(userId);
}
