namespace RoomSockets;

/// <summary>The close codes of the sub-protocol: 4000–4099 do not come back, 4100–4199 after a while, 4200–4299 soon.</summary>
internal static class V1CloseCode
{
    public const int TokenRefused = 4001;
    public const int Forbidden = 4003;
    public const int Disconnected = 4005;
    public const int Banned = 4009;
    public const int TooManyConnections = 4010;
    public const int MessageTooBig = 4013;
    public const int TooManyErrors = 4015;
    public const int OverCapacity = 4100;
    public const int TooSlow = 4108;
    public const int Shutdown = 4200;
    public const int TokenExpired = 4202;

    /// <summary>What clients do by the code alone, said once more in <c>bye</c>.</summary>
    public static bool MayReconnect(int code) => code is not (CloseCode.NormalClosure or CloseCode.PolicyViolation or (>= 4000 and < 4100));

    /// <summary>A handshake that was accepted only to be told why not; the text is the problem's code.</summary>
    public static int OfRefusal(CloseReason reason) => reason.Text switch
    {
        RoomSocketsAuthentication.TokenMissing or RoomSocketsAuthentication.TokenInvalid => TokenRefused,
        RoomSocketsAuthentication.TokenExpired => TokenExpired,
        ErrorCode.Banned => Banned,
        "too_many_connections" => TooManyConnections,
        "shutting_down" => Shutdown,
        _ => reason.Code switch
        {
            CloseCode.TryAgainLater => OverCapacity,
            CloseCode.PolicyViolation => Forbidden,
            _ => reason.Code,
        },
    };
}
