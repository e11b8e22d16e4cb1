using System.Security.Claims;

namespace RoomSockets;

/// <summary>Who may moderate: configured moderators, a room's creator, and whom an authorizer grants it; unless one forbids it.</summary>
internal sealed class ModeratorRules(RoomRules rules, Restrictions restrictions, IRoomStore? rooms = null)
{
    /// <summary>The room that stands for all of them.</summary>
    public const string Everywhere = "";

    /// <param name="room">The room, normalised; null for everywhere.</param>
    /// <param name="isBanned">Whether the user is banned from the room: what a right that comes from the room does not outlive, and others do.</param>
    /// <param name="userId">The user's id as connections know it.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store cannot tell who created the room.</exception>
    /// <exception cref="RoomRuleFailedException">A rule failed.</exception>
    public async ValueTask<ModeratorRank> FindRankAsync(string? room, bool isBanned, string userId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var where = room ?? Everywhere;
        var rank = restrictions.IsModerator(userId) || await rules.GrantsAsync(RoomOperation.Moderate, where, user, cancellationToken) ? ModeratorRank.Staff
            : room is not null && !isBanned && await IsCreatorAsync(room, userId, cancellationToken) ? ModeratorRank.Creator
            : ModeratorRank.None;
        return rank != ModeratorRank.None && await rules.AllowsAsync(RoomOperation.Moderate, where, user, cancellationToken) ? rank : ModeratorRank.None;
    }

    private async ValueTask<bool> IsCreatorAsync(string room, string userId, CancellationToken cancellationToken) =>
        rooms is not null && await rooms.FindRoomAsync(room, cancellationToken) is { CreatorId: { } creator } && string.Equals(creator, userId, StringComparison.Ordinal);
}
