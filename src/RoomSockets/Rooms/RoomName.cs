using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace RoomSockets;

/// <summary>What a room may be called: a room is its name. Pure.</summary>
internal static class RoomName
{
    public const int MaxCodePoints = 60;

    /// <summary>How the names of hidden rooms begin. A control character: no name that comes from outside has one.</summary>
    public const string HiddenPrefix = "\u0001";

    public static bool IsHidden(string name) => name.StartsWith(HiddenPrefix, StringComparison.Ordinal);

    /// <summary>Normalises to Unicode NFC; says what is wrong with a name that cannot be one.</summary>
    public static bool TryNormalize(string? name, [NotNullWhen(true)] out string? normalized, [NotNullWhen(false)] out string? error)
    {
        normalized = null;
        error = Find(name);
        if (error is not null) return false;
        normalized = name!.Normalize(NormalizationForm.FormC);
        return true;
    }

    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    public static string Normalize(string name) =>
        TryNormalize(name, out var normalized, out var error) ? normalized : throw new ArgumentException(error, nameof(name));

    private static string? Find(string? name)
    {
        if (string.IsNullOrEmpty(name)) return "A room name must not be empty.";
        // The bound comes first: nothing that is longer is worth looking at.
        if (name.Length > MaxCodePoints * 8) return TooLong(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                return $"A room name must not contain control characters; this one contains U+{rune.Value:X4}.";
            if (rune == Rune.ReplacementChar) return "A room name must be well-formed Unicode; this one contains a lone surrogate or U+FFFD.";
            if (IsNoncharacter(rune)) return $"A room name must be well-formed Unicode; this one contains the noncharacter U+{rune.Value:X4}.";
            if (IsInvisible(rune)) return $"A room name must not contain what cannot be seen, or it looks like another; this one contains U+{rune.Value:X4}.";
        }

        var length = name.Normalize(NormalizationForm.FormC).EnumerateRunes().Count();
        return length > MaxCodePoints ? TooLong(length) : null;
    }

    /// <summary>No text has them (The Unicode Standard, 23.7), and the platform does not normalise every one of them.</summary>
    private static bool IsNoncharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>But for the joiners, which words of some scripts and emoji need, and the tags, which flags are made of.</summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D or (>= 0xE0020 and <= 0xE007F));

    private static string TooLong(int length) => $"A room name may have {MaxCodePoints} code points; this one has {length}.";
}
