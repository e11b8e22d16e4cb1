using System.Security.Claims;

namespace RoomSockets;

/// <summary>Who a connection is: the principal, the token's id and its end.</summary>
internal sealed record Identity(ClaimsPrincipal User, string? TokenId = null, DateTimeOffset? ExpiresAt = null)
{
    public static Identity Anonymous { get; } = new(new ClaimsPrincipal(new ClaimsIdentity()));

    public string? UserId { get; } = User.Identity?.IsAuthenticated != true
        ? null
        : User.FindFirstValue(ClaimTypes.NameIdentifier) ?? User.FindFirstValue("sub") ?? User.Identity.Name;

    public string? UserName { get; } = User.Identity?.IsAuthenticated == true ? User.Identity.Name ?? User.FindFirstValue("name") : null;
}
