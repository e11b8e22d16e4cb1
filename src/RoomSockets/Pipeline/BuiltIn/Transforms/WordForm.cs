using System.Globalization;
using System.Text;

namespace RoomSockets;

/// <summary>
/// Where a word begins and ends, and the form in which words are compared: compatibility-decomposed (UAX #15), without combining
/// marks and what cannot be seen, in simple case folding. Pure. It decomposes with what the platform knows, which with
/// <c>InvariantGlobalization</c> is little.
/// </summary>
internal static class WordForm
{
    /// <summary>Of a word on a list.</summary>
    public const int MaxLength = 64;

    /// <summary>A form is at most twice as short as its letters are: those beyond the first plane have two characters.</summary>
    private const int MaxSource = MaxLength * 2;

    public static int NextStart(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && !IsPart(text, from, out var width)) from += width;
        return from;
    }

    public static int EndOf(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && IsPart(text, from, out var width)) from += width;
        return from;
    }

    public static string? Fold(string word)
    {
        Span<char> form = stackalloc char[MaxLength];
        return TryFold(word, form, out var length) ? form[..length].ToString() : null;
    }

    /// <returns>False when the form is longer than <paramref name="form"/>.</returns>
    public static bool TryFold(ReadOnlySpan<char> word, Span<char> form, out int length)
    {
        length = 0;
        Span<char> letters = stackalloc char[MaxSource];
        // Marks go first: sorting a long run of them is what makes normalization slow.
        if (!TryStrip(word, letters[..Math.Min(MaxSource, form.Length * 2)], out var count)) return false;
        ReadOnlySpan<char> source = letters[..count];
        Span<char> decomposed = stackalloc char[MaxSource * 4];
        if (!Ascii.IsValid(source))
        {
            if (!source.TryNormalize(decomposed, out var written, NormalizationForm.FormKD)) return false;
            source = decomposed[..written];
        }

        foreach (var rune in source.EnumerateRunes())
        {
            if (IsIgnored(rune)) continue;
            var folded = Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
            if (!folded.TryEncodeToUtf16(form[length..], out var width)) return false;
            length += width;
        }

        return true;
    }

    public static int CountLetters(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (!IsIgnored(rune)) count++;
        }

        return count;
    }

    private static bool TryStrip(ReadOnlySpan<char> word, Span<char> letters, out int count)
    {
        count = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (IsIgnored(rune)) continue;
            if (!rune.TryEncodeToUtf16(letters[count..], out var width)) return false;
            count += width;
        }

        return true;
    }

    private static bool IsPart(ReadOnlySpan<char> text, int at, out int width)
    {
        if (char.IsAscii(text[at]))
        {
            width = 1;
            return char.IsAsciiLetterOrDigit(text[at]);
        }

        // Half a surrogate pair is no letter.
        _ = Rune.DecodeFromUtf16(text[at..], out var rune, out width);
        return Rune.IsLetterOrDigit(rune) || IsIgnored(rune) || IsFramedLetter(rune.Value) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherNumber;
    }

    private static bool IsIgnored(Rune rune) => !rune.IsAscii
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    /// <summary>Letters in circles and squares, which Unicode counts as symbols.</summary>
    private static bool IsFramedLetter(int value) => value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149);
}
