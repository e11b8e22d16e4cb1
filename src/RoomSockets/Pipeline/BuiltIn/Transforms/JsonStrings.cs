using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RoomSockets;

/// <summary>Changes the strings in a JSON value; names of properties and everything else stay byte for byte. Pure.</summary>
internal static class JsonStrings
{
    /// <returns>False where it is no JSON.</returns>
    public static bool TryChange(ReadOnlyMemory<byte> json, Func<string, string> change, out ReadOnlyMemory<byte> result)
    {
        try
        {
            result = Change(json, change);
            return true;
        }
        catch (JsonException)
        {
            result = default;
            return false;
        }
    }

    private static ReadOnlyMemory<byte> Change(ReadOnlyMemory<byte> json, Func<string, string> change)
    {
        ArrayBufferWriter<byte>? output = null;
        var source = json.Span;
        var copied = 0;
        // As deep as it can be: whoever shows it may read deeper than we would, and this reader has no stack to overflow.
        var reader = new Utf8JsonReader(source, new JsonReaderOptions { MaxDepth = source.Length + 1 });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String) continue;
            var text = TextOf(ref reader);
            var changed = change(text);
            if (ReferenceEquals(text, changed)) continue;
            output ??= new ArrayBufferWriter<byte>(source.Length);
            output.Write(source[copied..(int)reader.TokenStartIndex]);
            output.Write("\""u8);
            output.Write(JsonEncodedText.Encode(changed, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            output.Write("\""u8);
            copied = (int)reader.BytesConsumed;
        }

        if (output is null) return json;
        output.Write(source[copied..]);
        return output.WrittenMemory;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a pair, which browsers take, and show the rest.
            return Unescape(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    /// <summary>For a string that was found well-formed; halves of pairs become U+FFFD.</summary>
    private static string Unescape(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            var letter = escaped[++i];
            text.Append(letter switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(escaped.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => letter,
            });
            if (letter == 'u') i += 4;
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
