using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Reads what moderators ask for: where, whom, how long; and whether they may.</summary>
internal sealed class ModerationRequests(IRoomStore rooms, IUserStore users, ModeratorRules rules, Restrictions restrictions, CreatorActions actions, ApiBans bans, TimeProvider time)
{
    private const long MaxSeconds = 100L * 366 * 24 * 60 * 60;

    /// <summary>The room of the path, which the caller moderates.</summary>
    /// <exception cref="ApiException">There is no such room, or the caller may not.</exception>
    public async ValueTask<string> FindRoomAsync(HttpContext http, Caller caller)
    {
        var room = IdOf(http) is { } id ? await rooms.FindRoomAsync(id, http.RequestAborted) : null;
        if (room is null || RoomName.IsHidden(room.Name)) throw ApiException.NoSuchRoom();
        await CheckAsync(http, caller, room.Name);
        return room.Name;
    }

    /// <exception cref="ApiException">The caller may not, or does too much.</exception>
    public async ValueTask CheckAsync(HttpContext http, Caller caller, string? room)
    {
        var (id, isBanned) = (caller.User.ConnectionUserId, room is not null && bans.AreAbout(http, caller, room));
        var rank = await rules.FindRankAsync(room, isBanned, id, caller.Principal, http.RequestAborted);
        if (rank == ModeratorRank.None)
        {
            if (room is not null) bans.Check(http, caller, room);
            throw new ApiException(StatusCodes.Status403Forbidden, "forbidden", room is null ? "You do not moderate here." : "You do not moderate this room.");
        }

        if (rank == ModeratorRank.Creator && !HttpMethods.IsGet(http.Request.Method) && actions.TryAdd(id) is var wait && wait > TimeSpan.Zero)
            throw new ApiException(StatusCodes.Status429TooManyRequests, "rate_limited", "You did too much of this in the last hour.", wait);
    }

    /// <summary>Whoever moderates one room is not above those who moderate all of them.</summary>
    /// <exception cref="ApiException">The user is a configured moderator, and the caller is none.</exception>
    public void CheckRank(Caller caller, string? room, string? userId)
    {
        if (room is not null && restrictions.IsModerator(userId) && !restrictions.IsModerator(caller.User.ConnectionUserId))
            throw new ApiException(StatusCodes.Status403Forbidden, "forbidden", "That user moderates all rooms.");
    }

    public static long? IdOf(HttpContext http) =>
        long.TryParse(http.Request.RouteValues["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>A user, by the id that sockets show or the number that the API shows.</summary>
    public async ValueTask<string> ReadUserAsync(string? user, long? number, CancellationToken cancellationToken)
    {
        if (user is null == number is null) throw ApiException.BadValue("Give \"user\", the id that sockets show, or \"user_id\", the number; one of them.");
        if (number is { } id)
            return (await users.FindAsync(id, cancellationToken))?.ConnectionUserId ?? throw new ApiException(StatusCodes.Status404NotFound, "no_such_user", "There is no such user.");
        return user is { Length: > 0 and <= BanSubject.MaxUserIdLength } && StoredText.IsWellFormed(user) && !user.Contains('\0', StringComparison.Ordinal) ? user : throw ApiException.BadValue($"\"user\" must have 1 to {BanSubject.MaxUserIdLength} characters.");
    }

    /// <summary>A user or an address.</summary>
    public async ValueTask<BanSubject> ReadSubjectAsync(string? user, long? number, string? address, CancellationToken cancellationToken)
    {
        if (address is null) return BanSubject.OfUser(await ReadUserAsync(user, number, cancellationToken));
        if (user is not null || number is not null) throw ApiException.BadValue("Give a user or an \"address\", not both.");
        return BanSubject.TryParseAddress(address, out var subject) ? subject : throw ApiException.BadValue("\"address\" must be an address of IPv4 or IPv6.");
    }

    /// <returns>Null for ever.</returns>
    public DateTimeOffset? ReadUntil(ApiFields fields)
    {
        var (text, seconds, now) = (fields.Text("until"), fields.Number("seconds"), time.GetUtcNow());
        if (text is null && seconds is null) return null;
        if (text is not null && seconds is not null) throw ApiException.BadValue("Give \"until\" or \"seconds\", not both.");
        if (seconds is { } count) return count is >= 1 and <= MaxSeconds ? now.AddSeconds(count) : throw ApiException.BadValue($"\"seconds\" must be between 1 and {MaxSeconds}.");
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && until > now && until <= now.AddSeconds(MaxSeconds)
            ? until.ToUniversalTime()
            : throw ApiException.BadValue("\"until\" must be a time to come, for instance 2030-01-31T12:00:00Z.");
    }

    /// <returns>Null where none is given.</returns>
    public static string? ReadReason(ApiFields fields) => fields.Text("reason") is not { } reason ? null
        : reason.Length <= NewAuditRecord.MaxReasonLength && StoredText.IsWellFormed(reason) && !reason.Contains('\0', StringComparison.Ordinal) ? reason
        : throw ApiException.BadValue($"\"reason\" may have {NewAuditRecord.MaxReasonLength} characters.");

    /// <returns>Null where it is not there.</returns>
    /// <exception cref="ApiException">There are two.</exception>
    public static string? QueryText(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [{ } text] => text,
        _ => throw ApiException.BadValue($"?{name}= comes twice."),
    };
}
