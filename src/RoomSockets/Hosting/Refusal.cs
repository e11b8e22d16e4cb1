namespace RoomSockets;

/// <summary>Why a handshake is refused: an HTTP status, a stable code for programs, words for people.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Detail">Words that the client may see.</param>
/// <param name="Help">Words for whoever runs the host: in the log, and in the body in Development.</param>
/// <param name="RetryAfter">When it makes sense to come again; null where nobody can tell.</param>
internal sealed record Refusal(int Status, string Code, string? Detail = null, string? Help = null, TimeSpan? RetryAfter = null)
{
    public static Refusal NotWebSocket { get; } = new(400, "not_websocket", "This address speaks WebSocket: open it with new WebSocket(url), not with a plain request.");

    public static Refusal WrongVersion { get; } = new(426, "websocket_version", "Only version 13 of the WebSocket protocol is spoken here.");

    public static Refusal BadKey { get; } = new(400, "websocket_key", "Sec-WebSocket-Key must be 16 bytes in base64.");

    public static Refusal UnknownSubProtocol { get; } = new(400, "unknown_subprotocol", $"None of the offered sub-protocols is spoken here. Offer \"{SubProtocol.V1}\" or \"{SubProtocol.Raw}\", or none.");

    public static Refusal Forbidden { get; } = new(403, "forbidden", "You may not connect here.");

    public static Refusal ShuttingDown { get; } = new(503, "shutting_down", "The server restarts. Come back soon.");

    public static Refusal Overloaded(string detail) => new(503, "overloaded", detail);

    public static Refusal TooManyConnections(string detail) => new(429, "too_many_connections", detail);

    public static Refusal TimedOut { get; } = new(503, "timeout", "The server took too long to decide.");

    public static Refusal StoreUnavailable { get; } = new(503, "store_unavailable", "The server cannot reach its store. Come back soon.");

    public static Refusal NoSuchRoom { get; } = new(404, "no_such_room", "There is no such room, and joining creates none.");

    public static Refusal TooManyNewRooms { get; } = new(429, "too_many_new_rooms", "You have created too many rooms of late.");

    public static Refusal NotInThisRoom { get; } = new(403, "room", "You may not enter this room.");

    public static Refusal Banned(DateTimeOffset? until, DateTimeOffset now) =>
        new(403, ErrorCode.Banned, until is null ? "You are banned." : "You are banned for a while.", RetryAfter: until - now) { Until = until };

    public static Refusal Failed { get; } = new(500, "internal_error", "The server failed to decide.");

    public static Refusal From(TokenVerdict verdict) => new(verdict.Kind switch
    {
        TokenVerdictKind.Missing => 401,
        TokenVerdictKind.Malformed => 400,
        TokenVerdictKind.Unavailable => 503,
        _ => 403,
    }, verdict.Code!, verdict.Detail);

    public static Refusal From(HandshakeRefusal refusal) => new(refusal.Status, refusal.Code, refusal.Detail, RetryAfter: refusal.RetryAfter);

    /// <summary>When what forbids it ends; null where nobody can tell.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The close code that gives the same verdict.</summary>
    public int CloseCode => Status switch
    {
        429 or 503 => RoomSockets.CloseCode.TryAgainLater,
        >= 500 => RoomSockets.CloseCode.InternalError,
        _ => RoomSockets.CloseCode.PolicyViolation,
    };
}
