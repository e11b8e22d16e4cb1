namespace RoomSockets;

/// <summary>The close codes of RFC 6455, section 7.4.1, and of the IANA registry that this library sends.</summary>
/// <remarks>
/// A code that is passed to this library must be one that may stand in a close frame: 1000–1003, 1007–1014 or 3000–4999.
/// 1004, 1005, 1006 and 1015 never travel.
/// </remarks>
public static class CloseCode
{
    /// <summary>1000: the purpose of the connection is fulfilled.</summary>
    public const int NormalClosure = 1000;

    /// <summary>1001: the endpoint goes away.</summary>
    public const int GoingAway = 1001;

    /// <summary>1002: the peer broke the protocol.</summary>
    public const int ProtocolError = 1002;

    /// <summary>1003: this type of data is not accepted here, for instance binary.</summary>
    public const int UnsupportedData = 1003;

    /// <summary>1007: text that is not UTF-8.</summary>
    public const int InvalidPayload = 1007;

    /// <summary>1008: a rule was broken: token, origin, kicked, a message of the wrong form.</summary>
    public const int PolicyViolation = 1008;

    /// <summary>1009: the message is larger than <see cref="RoomSocketsOptions.MaxMessageBytes"/>.</summary>
    public const int MessageTooBig = 1009;

    /// <summary>1011: the server failed; the client did nothing wrong.</summary>
    public const int InternalError = 1011;

    /// <summary>1012: the server restarts; come back soon.</summary>
    public const int ServiceRestart = 1012;

    /// <summary>1013: the client reads too slowly, or the server is overloaded; come back later.</summary>
    public const int TryAgainLater = 1013;

    internal static bool MayTravel(int code) => code is >= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999;

    internal static void Check(int code)
    {
        if (!MayTravel(code))
            throw new ArgumentOutOfRangeException(nameof(code), code, $"{code} may not stand in a close frame (RFC 6455, section 7.4). Use 1000–1003, 1007–1014 or 3000–4999.");
    }
}
