using System.Text;

namespace RoomSockets;

/// <summary>Masks whole words of a list, however they are written. One pass over the text; what is too long to be on the list is not even looked up.</summary>
internal sealed class WordCensor
{
    private const int MaxMask = 16;
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string _mask;
    private readonly int _longest;

    /// <exception cref="ArgumentException">There is no word, one of them is none, or the mask is empty, too long, or no Unicode.</exception>
    public WordCensor(IEnumerable<string> words, string mask)
    {
        if (mask is not { Length: >= 1 and <= MaxMask }) throw new ArgumentException($"The mask is '{mask}'; it has 1 to {MaxMask} characters.", nameof(mask));
        if (!IsWhole(mask)) throw new ArgumentException("The mask has half of a surrogate pair, which is no character.", nameof(mask));
        _mask = mask;
        foreach (var word in words)
        {
            if (word is not { Length: >= 1 and <= WordForm.MaxLength } || WordForm.EndOf(word, 0) != word.Length || WordForm.Fold(word) is not { Length: > 0 } form)
                throw new ArgumentException($"'{word}' is no word: a word has letters and digits only, at most {WordForm.MaxLength}. Give the words of a phrase one by one.", nameof(words));
            _words.Add(form);
            _longest = Math.Max(_longest, form.Length);
        }

        if (_words.Count == 0) throw new ArgumentException("There is no word to mask.", nameof(words));
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The text with its words masked; the same object where there are none.</summary>
    public string Apply(string text)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var start = WordForm.NextStart(text, 0); start < text.Length; start = WordForm.NextStart(text, start))
        {
            var end = WordForm.EndOf(text, start);
            var word = text.AsSpan(start, end - start);
            if (IsListed(word))
            {
                result ??= new StringBuilder(text.Length);
                result.Append(text, copied, start - copied);
                Mask(result, word);
                copied = end;
            }

            start = end;
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static bool IsWhole(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune)) return false;
            at += rune.Utf16SequenceLength;
        }

        return true;
    }

    private bool IsListed(ReadOnlySpan<char> word)
    {
        Span<char> form = stackalloc char[WordForm.MaxLength];
        return WordForm.TryFold(word, form[.._longest], out var length) && length > 0 && _lookup.Contains(form[..length]);
    }

    /// <summary>A mask of one character stands for each letter, so that the text keeps its shape; a longer one for the word.</summary>
    private void Mask(StringBuilder result, ReadOnlySpan<char> word)
    {
        if (_mask.Length == 1) result.Append(_mask[0], WordForm.CountLetters(word));
        else result.Append(_mask);
    }
}
