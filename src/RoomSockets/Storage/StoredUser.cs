using System.Globalization;
using System.Text;

namespace RoomSockets;

/// <summary>A user as the store keeps it.</summary>
/// <param name="Id">The user's number.</param>
/// <param name="Name">The user's name, as it was written when it was created.</param>
/// <param name="PasswordHash">Null for users who do not sign in here.</param>
/// <param name="ExternalId">The id of users whom the host knows; null for those who registered here.</param>
/// <param name="CreatedAt">When the store created it (UTC).</param>
public sealed record StoredUser(long Id, string Name, string? PasswordHash, string? ExternalId, DateTimeOffset CreatedAt)
{
    // A form of our own, so that no number of the host's users can be taken for one of ours.
    private const string Prefix = "user:";

    /// <summary>The most UTF-16 units of an external id.</summary>
    public const int MaxExternalIdLength = 256;

    /// <summary>The most code points of a name.</summary>
    public const int MaxNameRunes = 64;

    /// <summary>The id that connections, alerts and claims carry: the external one, or <c>user:</c> and the number of those who registered here.</summary>
    public string ConnectionUserId => GetConnectionId(Id, ExternalId);

    /// <summary>The <see cref="ConnectionUserId"/> of a user of whom only these are known.</summary>
    public static string GetConnectionId(long id, string? externalId) => externalId ?? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id}");

    /// <summary>The number in an id of the form that users have who registered here. External ids may not have that form.</summary>
    public static bool TryGetNumber(string connectionUserId, out long number)
    {
        ArgumentNullException.ThrowIfNull(connectionUserId);
        number = 0;
        return connectionUserId.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(connectionUserId.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>What every store asks of an external id first.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, no Unicode, or has the form of users who registered here.</exception>
    public static void ThrowIfNotExternal(string externalId)
    {
        ArgumentException.ThrowIfNullOrEmpty(externalId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(externalId.Length, MaxExternalIdLength, nameof(externalId));
        StoredText.ThrowIfUnfit(externalId, nameof(externalId));
        if (TryGetNumber(externalId, out _)) throw new ArgumentException($"'{externalId}' has the form of users who registered here. Give ids of your own another form.", nameof(externalId));
    }

    /// <summary>What every store asks of a name first.</summary>
    /// <exception cref="ArgumentException">It is empty, has more than <see cref="MaxNameRunes"/> code points, or is no Unicode.</exception>
    public static void ThrowIfNotName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        StoredText.ThrowIfUnfit(name, nameof(name));
        if (!string.Equals(CutName(name), name.Normalize(NormalizationForm.FormC), StringComparison.Ordinal)) throw new ArgumentException($"A name may have {MaxNameRunes} code points.", nameof(name));
    }

    /// <summary>The same for all ways to write one name: NFC, in upper case of the invariant culture.</summary>
    public static string NormalizeName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Normalize(NormalizationForm.FormC).ToUpperInvariant();
    }

    /// <summary>A name of elsewhere as one that can be kept: NFC, cut to <see cref="MaxNameRunes"/>, without U+0000 and U+FFFE.</summary>
    public static string CutName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wellFormed = string.Concat(name.EnumerateRunes().Where(static rune => rune.Value is not (0 or 0xFFFE)).Select(static rune => rune.ToString()));
        return string.Concat(wellFormed.Normalize(NormalizationForm.FormC).EnumerateRunes().Take(MaxNameRunes).Select(static rune => rune.ToString()));
    }
}
