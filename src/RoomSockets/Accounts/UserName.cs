using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace RoomSockets;

/// <summary>What a user may be called. Pure.</summary>
internal static class UserName
{
    public const int MaxCodePoints = StoredUser.MaxNameRunes;

    /// <summary>Without white space around it, NFC, 1 to 64 code points, nothing that is not seen.</summary>
    public static bool TryNormalize(string? name, [NotNullWhen(true)] out string? normalized)
    {
        normalized = null;
        if (name is null or { Length: > MaxCodePoints * 8 }) return false;
        var trimmed = name.Trim();
        if (trimmed.Length == 0 || trimmed.EnumerateRunes().Any(IsForbidden)) return false;
        var nfc = trimmed.Normalize(NormalizationForm.FormC);
        if (nfc.EnumerateRunes().Count() > MaxCodePoints) return false;
        normalized = nfc;
        return true;
    }

    private static bool IsForbidden(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
