using System.Security.Claims;
using System.Text;

namespace RoomSockets;

/// <summary>
/// What a ticket stands for, as bytes for the store: the id and the end of the token that it was asked for with, and of users whom
/// our store does not vouch for their claims. Never the token itself. Pure.
/// </summary>
internal static class TicketContent
{
    /// <summary>What a store must be able to keep.</summary>
    public const int MaxBytes = 65_536;

    private const byte Version = 1;

    /// <returns>Null when it has more than <see cref="MaxBytes"/>.</returns>
    public static byte[]? Write(Identity identity)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(identity.TokenId is not null);
        writer.Write(identity.TokenId ?? string.Empty);
        writer.Write(identity.ExpiresAt is not null);
        writer.Write(identity.ExpiresAt?.UtcTicks ?? 0);
        writer.Write(identity.IsStored);
        if (!identity.IsStored) Strip(identity.User).WriteTo(writer);
        writer.Flush();
        return bytes.Length <= MaxBytes ? bytes.ToArray() : null;
    }

    /// <exception cref="InvalidDataException">A store gave back something else, or a later version wrote it.</exception>
    public static (ClaimsPrincipal? User, string? TokenId, DateTimeOffset? ExpiresAt) Read(ReadOnlyMemory<byte> content)
    {
        using var reader = new BinaryReader(new MemoryStream(content.ToArray()), Encoding.UTF8);
        if (reader.ReadByte() != Version) throw new InvalidDataException("A ticket in the store has a form that this version does not know.");
        var (hasId, id) = (reader.ReadBoolean(), reader.ReadString());
        var (hasEnd, end) = (reader.ReadBoolean(), reader.ReadInt64());
        var user = reader.ReadBoolean() ? null : new ClaimsPrincipal(reader);
        return (user, hasId ? id : null, hasEnd ? new DateTimeOffset(end, TimeSpan.Zero) : null);
    }

    /// <summary>An identity may carry the token that it was made from.</summary>
    private static ClaimsPrincipal Strip(ClaimsPrincipal user) =>
        new(user.Identities.Select(static one => new ClaimsIdentity(one.Claims.Select(static claim => new Claim(claim.Type, claim.Value, claim.ValueType, claim.Issuer, claim.OriginalIssuer)), one.AuthenticationType, one.NameClaimType, one.RoleClaimType)));
}
