using System.Security.Claims;

namespace RoomSockets;

/// <summary>Who a connection is: the principal, the token's id and its end.</summary>
/// <param name="User">The principal.</param>
/// <param name="TokenId">The token's id; null for none.</param>
/// <param name="ExpiresAt">The token's end; null for never.</param>
/// <param name="IsStored">Whether our own store vouches for the user's id; others may not give ids of its form.</param>
/// <param name="AsOf">When its token was looked up, where that was long before the handshake: it came with a one-time ticket. Else null.</param>
internal sealed record Identity(ClaimsPrincipal User, string? TokenId = null, DateTimeOffset? ExpiresAt = null, bool IsStored = false, DateTimeOffset? AsOf = null)
{
    private UserRef? _reference;

    public static Identity Anonymous { get; } = new(new ClaimsPrincipal(new ClaimsIdentity()));

    public string? UserId { get; } = User.Identity?.IsAuthenticated != true
        ? null
        : User.FindFirstValue(ClaimTypes.NameIdentifier) ?? User.FindFirstValue("sub") ?? User.Identity.Name;

    /// <summary>The user as others see it; null for an anonymous one.</summary>
    public UserRef? Reference => UserId is { } id ? _reference ??= new UserRef(id, UserName) : null;

    public string? UserName { get; } = User.Identity?.IsAuthenticated == true ? User.Identity.Name ?? User.FindFirstValue("name") : null;
}
