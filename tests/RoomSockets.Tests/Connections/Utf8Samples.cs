namespace RoomSockets.Tests;

/// <summary>Byte sequences that are UTF-8 and that are not, and a decision table of its own that says where one goes wrong.</summary>
internal static class Utf8Samples
{
    public static readonly (byte[] Bytes, string Name)[] Valid =
    [
        ([], "empty"),
        ([0], "NUL"),
        ([0x7F], "U+007F"),
        ([0xC2, 0x80], "U+0080"),
        ([0xDF, 0xBF], "U+07FF"),
        ([0xE0, 0xA0, 0x80], "U+0800"),
        ([0xED, 0x9F, 0xBF], "U+D7FF"),
        ([0xEE, 0x80, 0x80], "U+E000"),
        ([0xEF, 0xB7, 0x90], "noncharacter U+FDD0"),
        ([0xEF, 0xBB, 0xBF], "U+FEFF"),
        ([0xEF, 0xBF, 0xBD], "U+FFFD"),
        ([0xEF, 0xBF, 0xBE], "noncharacter U+FFFE"),
        ([0xEF, 0xBF, 0xBF], "noncharacter U+FFFF"),
        ([0xF0, 0x90, 0x80, 0x80], "U+10000"),
        ([0xF0, 0x9F, 0xBF, 0xBF], "noncharacter U+1FFFF"),
        ([0xF4, 0x8F, 0xBF, 0xBF], "U+10FFFF"),
        ([.. "κόσμε – a Grüße € 日本 😀"u8], "mixed"),
    ];

    public static readonly (byte[] Bytes, string Name)[] Invalid =
    [
        ([0x80], "lone continuation"),
        ([0xBF], "lone continuation"),
        ([0xC0, 0x80], "overlong NUL"),
        ([0xC1, 0xBF], "overlong of two"),
        ([0xE0, 0x80, 0x80], "overlong of three"),
        ([0xE0, 0x9F, 0xBF], "overlong of three"),
        ([0xF0, 0x80, 0x80, 0x80], "overlong of four"),
        ([0xF0, 0x8F, 0xBF, 0xBF], "overlong of four"),
        ([0xED, 0xA0, 0x80], "surrogate U+D800"),
        ([0xED, 0xBF, 0xBF], "surrogate U+DFFF"),
        ([0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], "pair of surrogates"),
        ([0xF4, 0x90, 0x80, 0x80], "U+110000"),
        ([0xF5, 0x80, 0x80, 0x80], "beyond Unicode"),
        ([0xF8, 0x88, 0x80, 0x80, 0x80], "five bytes"),
        ([0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], "six bytes"),
        ([0xFE], "FE"),
        ([0xFF], "FF"),
        ([0xC3], "truncated two"),
        ([0xE2, 0x82], "truncated three"),
        ([0xE2], "truncated three"),
        ([0xF0, 0x9F, 0x98], "truncated four"),
        ([0xF0, 0x9F], "truncated four"),
        ([0xC3, 0x28], "no continuation"),
        ([0xE2, 0x28, 0xA1], "no continuation"),
        ([0xE2, 0x82, 0x28], "no continuation"),
        ([0xF0, 0x9F, 0x98, 0x28], "no continuation"),
        ([0xC3, 0xC3, 0xA9], "a start inside a code point"),
    ];

    /// <summary>The index of the first byte after which nothing could make it UTF-8; its length when only the end is missing; -1 when it is valid.</summary>
    public static int FirstWrong(ReadOnlySpan<byte> bytes)
    {
        var left = 0;
        var (low, high) = (0x80, 0xBF);
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (left > 0)
            {
                if (value < low || value > high) return i;
                (low, high) = (0x80, 0xBF);
                left--;
                continue;
            }

            // Unicode, table 3-7: well-formed byte sequences.
            (left, low, high) = value switch
            {
                < 0x80 => (0, 0x80, 0xBF),
                >= 0xC2 and <= 0xDF => (1, 0x80, 0xBF),
                0xE0 => (2, 0xA0, 0xBF),
                0xED => (2, 0x80, 0x9F),
                >= 0xE1 and <= 0xEF => (2, 0x80, 0xBF),
                0xF0 => (3, 0x90, 0xBF),
                >= 0xF1 and <= 0xF3 => (3, 0x80, 0xBF),
                0xF4 => (3, 0x80, 0x8F),
                _ => (-1, 0, 0),
            };
            if (left < 0) return i;
        }

        return left == 0 ? -1 : bytes.Length;
    }
}
