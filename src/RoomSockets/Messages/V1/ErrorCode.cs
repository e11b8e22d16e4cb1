namespace RoomSockets;

/// <summary>The codes of error frames; REST problems use the same words.</summary>
internal static class ErrorCode
{
    public const string BadJson = "bad_json";
    public const string BadFrame = "bad_frame";
    public const string UnknownType = "unknown_type";
    public const string Invalid = "invalid";
    public const string TooBig = "too_big";
    public const string BadRoomName = "bad_room_name";
    public const string NotJoined = "not_joined";
    public const string Forbidden = "forbidden";
    public const string Banned = "banned";
    public const string Muted = "muted";
    public const string SlowMode = "slow_mode";
    public const string NoSuchRoom = "no_such_room";
    public const string TooManyRooms = "too_many_rooms";
    public const string RateLimited = "rate_limited";
    public const string Rejected = "rejected";
    public const string Overloaded = "overloaded";
    public const string StoreUnavailable = "store_unavailable";
    public const string TokenInvalid = "token_invalid";
    public const string TokenExpired = "token_expired";

    private static readonly HashSet<string> All = new(StringComparer.Ordinal)
    {
        BadJson, BadFrame, UnknownType, Invalid, TooBig, BadRoomName, NotJoined, Forbidden, Banned, Muted, SlowMode, NoSuchRoom, TooManyRooms, RateLimited, Rejected, Overloaded,
        StoreUnavailable, TokenInvalid, TokenExpired,
    };

    public static bool IsOurs(string code) => All.Contains(code);
}
