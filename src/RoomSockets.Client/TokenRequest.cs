namespace RoomSockets.Client;

/// <summary>Why a token is asked for.</summary>
/// <param name="IsRefresh">
/// Whether a token that is kept will not do: the one before has expired, has had 80 % of its life, or may have been refused, because the
/// last attempt to connect ended without a welcome.
/// </param>
public readonly record struct TokenRequest(bool IsRefresh);
