using System.Net;

namespace RoomSockets;

/// <summary>Puts out those who are here.</summary>
internal sealed class Expulsion(RoomDirectory directory, Membership membership, Restrictions restrictions)
{
    /// <summary>Takes a user out of a room, who may come back.</summary>
    public ValueTask<int> KickAsync(string room, string userId) => LeaveAsync(room, entry => IsOf(userId, entry), "kicked", until: null);

    /// <summary>Ends what a ban forbids. The ban is in force already, so that whoever comes from here on is kept out by it.</summary>
    public ValueTask<int> BanAsync(StoredBan ban)
    {
        // A room's ban does not hold for configured moderators.
        if (ban.Room is { } room) return LeaveAsync(room, entry => IsAbout(ban.Subject, entry) && !restrictions.IsModerator(entry.Connection.UserId), "banned", ban.Until);
        var entries = ban.Subject.UserId is { } user ? directory.FindUser(user) : directory.All.Where(entry => IsAbout(ban.Subject, entry));
        return ValueTask.FromResult(entries.Count(static entry => entry.Connection.Close(CloseReason.BannedEverywhere)));
    }

    private async ValueTask<int> LeaveAsync(string room, Func<DirectoryEntry, bool> isMeant, string reason, DateTimeOffset? until)
    {
        // First all are out, then their handlers are waited for: one that takes its time keeps nobody else in.
        List<Task<bool>> leaving = [];
        foreach (var member in directory.Rooms.Find(room)?.Members.All() ?? [])
        {
            if (directory.Find(member.Id) is { } entry && isMeant(entry)) leaving.Add(PutOutAsync(entry, room, reason, until).AsTask());
        }

        return (await Task.WhenAll(leaving)).Count(static isOut => isOut);
    }

    /// <summary>One that speaks the sub-protocol has other rooms; a raw one is told by its close code, as it can be told in no other way.</summary>
    private async ValueTask<bool> PutOutAsync(DirectoryEntry entry, string room, string reason, DateTimeOffset? until) => entry.Connection.Dialect is null
        ? entry.Connection.Close(new CloseReason(CloseCause.Disconnected, CloseCode.PolicyViolation, reason))
        : await membership.LeaveAsync(entry, room, ServerFrames.Left([], room, reason, until), LeaveCause.Expelled);

    private static bool IsAbout(BanSubject subject, DirectoryEntry entry) => subject.UserId is { } user
        ? IsOf(user, entry)
        : entry.Connection.Request.RemoteAddress is { } address && IsFrom(subject, address);

    private static bool IsOf(string userId, DirectoryEntry entry) => string.Equals(userId, entry.Connection.UserId, StringComparison.Ordinal);

    private static bool IsFrom(BanSubject subject, IPAddress address) => string.Equals(BanSubject.NetworkOf(address), subject.Address, StringComparison.Ordinal);
}
