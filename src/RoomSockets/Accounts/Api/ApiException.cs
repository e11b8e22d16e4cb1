using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Ends a request with a problem.</summary>
internal sealed class ApiException(int status, string code, string detail, TimeSpan? retryAfter = null) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public TimeSpan? RetryAfter => retryAfter;

    public DateTimeOffset? Until { get; private init; }

    public static ApiException BadValue(string detail) => new(StatusCodes.Status400BadRequest, RoomSocketsAuthentication.BadValue, detail);

    public static ApiException NoSuchRoom() => new(StatusCodes.Status404NotFound, "no_such_room", "There is no such room.");

    public static ApiException Forbidden() => new(StatusCodes.Status403Forbidden, "forbidden", "You may not do that in this room.");

    public static ApiException Banned(StoredBan ban, DateTimeOffset now) =>
        new(StatusCodes.Status403Forbidden, "banned", "You are banned.", ban.Until - now) { Until = ban.Until };

    public static ApiException From(AccountRefusal refusal) => new(refusal.Status, refusal.Code, refusal.Detail, refusal.RetryAfter);
}
