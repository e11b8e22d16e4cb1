namespace RoomSockets;

/// <summary>Names of the library's authentication.</summary>
public static class RoomSocketsAuthentication
{
    /// <summary>The ASP.NET Core authentication scheme that runs the token validators: <c>RoomSockets</c>.</summary>
    public const string Scheme = "RoomSockets";

    internal const string TokenMissing = "token_missing";
    internal const string TokenInvalid = "token_invalid";
    internal const string TokenExpired = "token_expired";
    internal const string BadValue = "bad_value";
    internal const string Unavailable = "authentication_unavailable";
}
