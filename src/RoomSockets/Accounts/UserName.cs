using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace RoomSockets;

/// <summary>What a user may be called. Pure.</summary>
internal static class UserName
{
    public const int MaxCodePoints = StoredUser.MaxNameRunes;

    // Letters and signs that are blank: Hangul fillers, the braille blank, the grapheme joiner, Mongolian and other variation selectors.
    private static readonly HashSet<int> Blank = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0, .. Enumerable.Range(0xFE00, 15)];

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

    /// <summary>What is not seen, or looks like nothing: with it somebody could look like somebody else.</summary>
    private static bool IsForbidden(Rune rune) => Blank.Contains(rune.Value) || rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
