using System.Security.Claims;

namespace RoomSockets;

/// <summary>A connection whose token is another one, or stands for something else than before.</summary>
/// <param name="Cause">What happened.</param>
/// <param name="Previous">The principal until now; <see cref="IConnection.User"/> is the new one, the same user.</param>
/// <param name="ExpiresAt">When the connection ends now unless its token is renewed again; null for never.</param>
public sealed record TokenChangedContext(TokenChangeCause Cause, ClaimsPrincipal Previous, DateTimeOffset? ExpiresAt);

/// <summary>What changed a connection's token.</summary>
public enum TokenChangeCause
{
    /// <summary>The client brought a newer one (frame <c>auth</c> of <c>roomsockets.v1.json</c>).</summary>
    Refreshed,

    /// <summary>The validators were asked again and said something else: another end, other claims. See <see cref="RoomSocketsOptions.RevalidateEvery"/>.</summary>
    Revalidated,
}
