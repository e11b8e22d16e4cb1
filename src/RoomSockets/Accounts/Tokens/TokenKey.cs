using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace RoomSockets;

/// <summary>The key of a token: 256 random bits as 64 hexadecimal digits, with or without the prefix of the options. Stores get its SHA-256 alone. Pure but for the random.</summary>
internal static class TokenKey
{
    private const int Digits = 64;

    public static string New() => RandomNumberGenerator.GetHexString(Digits, lowercase: true);

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));

    /// <summary>False for whatever is no token of ours, so that nobody has to look for it.</summary>
    public static bool TryRead(string? text, string prefix, [NotNullWhen(true)] out byte[]? hash)
    {
        hash = null;
        if (text is null) return false;
        // By length, not by its beginning alone: a key may begin with the digits of a prefix such as "cafe".
        var key = text.Length == prefix.Length + Digits && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
        if (key.Length != Digits || !key.All(char.IsAsciiHexDigitLower)) return false;
        hash = Hash(key);
        return true;
    }
}
