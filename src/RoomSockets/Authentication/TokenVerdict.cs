namespace RoomSockets;

/// <summary>What all validators together say of a request.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Identity">Who it is, where it was accepted.</param>
/// <param name="Code">The stable code of a refusal.</param>
/// <param name="Detail">Words for the client.</param>
internal sealed record TokenVerdict(TokenVerdictKind Kind, Identity? Identity = null, string? Code = null, string? Detail = null)
{
    public static TokenVerdict Missing { get; } = new(TokenVerdictKind.Missing, null, RoomSocketsAuthentication.TokenMissing, "A token is needed.");

    public static TokenVerdict Unavailable { get; } = new(TokenVerdictKind.Unavailable, null, RoomSocketsAuthentication.Unavailable, "The token cannot be checked at the moment.");

    public static TokenVerdict Accepted(Identity identity) => new(TokenVerdictKind.Accepted, identity);

    public static TokenVerdict Refused(string code) => new(TokenVerdictKind.Refused, null, code, "The token is not accepted.");

    public static TokenVerdict Malformed(string detail) => new(TokenVerdictKind.Malformed, null, RoomSocketsAuthentication.BadValue, detail);
}

internal enum TokenVerdictKind
{
    /// <summary>A good token.</summary>
    Accepted,

    /// <summary>No token at all.</summary>
    Missing,

    /// <summary>A bad token.</summary>
    Refused,

    /// <summary>Two different tokens in one place, or one that cannot be read.</summary>
    Malformed,

    /// <summary>A validator failed or took too long.</summary>
    Unavailable,
}
