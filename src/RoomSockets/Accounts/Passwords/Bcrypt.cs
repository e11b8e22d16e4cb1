using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RoomSockets;

/// <summary>bcrypt: makes and checks hashes of the form <c>$2b$11$…</c>. Those of <c>$2a$</c> and <c>$2y$</c> are the same for passwords of up to 72 bytes.</summary>
internal static class Bcrypt
{
    /// <summary>What bcrypt takes of a password, in bytes of UTF-8.</summary>
    public const int MaxPasswordBytes = 72;

    public const int MinCost = 4;
    public const int MaxCost = 31;

    private const int SaltBytes = 16;
    private const int DigestBytes = 23;
    private const int PrefixLength = 7;
    private const int SaltLength = 22;
    private const int DigestLength = 31;
    private const int Encryptions = 64;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    public static string Hash(string password, int cost) => Hash(password, cost, RandomNumberGenerator.GetBytes(SaltBytes));

    public static bool Verify(string password, string hash)
    {
        if (!TryParse(hash, out var cost, out var salt) || Encoding.UTF8.GetByteCount(password) > MaxPasswordBytes || password.Contains('\0', StringComparison.Ordinal)) return false;
        var again = Hash(password, cost, salt);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(again[^DigestLength..]), Encoding.ASCII.GetBytes(hash[^DigestLength..]));
    }

    /// <summary>The cost of a hash; null for what is none of ours.</summary>
    public static int? CostOf(string hash) => TryParse(hash, out var cost, out _) ? cost : null;

    internal static string Hash(string password, int cost, byte[] salt)
    {
        byte[] key = [.. Encoding.UTF8.GetBytes(password), 0];
        var cipher = new Blowfish();
        cipher.Expand(key, salt);
        for (var round = 1UL << cost; round > 0; round--)
        {
            cipher.Expand(key, []);
            cipher.Expand(salt, []);
        }

        var digest = "OrpheanBeholderScryDoubt"u8.ToArray();
        for (var block = 0; block < digest.Length; block += 2 * sizeof(uint)) Encrypt(cipher, digest.AsSpan(block));
        return string.Create(CultureInfo.InvariantCulture, $"$2b${cost:00}${Encode(salt)}{Encode(digest.AsSpan(0, DigestBytes))}");
    }

    private static void Encrypt(Blowfish cipher, Span<byte> block)
    {
        var left = BinaryPrimitives.ReadUInt32BigEndian(block);
        var right = BinaryPrimitives.ReadUInt32BigEndian(block[sizeof(uint)..]);
        for (var i = 0; i < Encryptions; i++) cipher.Encrypt(ref left, ref right);
        BinaryPrimitives.WriteUInt32BigEndian(block, left);
        BinaryPrimitives.WriteUInt32BigEndian(block[sizeof(uint)..], right);
    }

    private static bool TryParse(string hash, out int cost, out byte[] salt)
    {
        (cost, salt) = (0, []);
        return hash is { Length: PrefixLength + SaltLength + DigestLength }
            && hash.StartsWith("$2", StringComparison.Ordinal) && hash[2] is 'a' or 'b' or 'y' && hash[3] == '$' && hash[6] == '$'
            && int.TryParse(hash.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out cost) && cost is >= MinCost and <= MaxCost
            && !hash.AsSpan(PrefixLength).ContainsAnyExcept(Letters)
            && (salt = Decode(hash.AsSpan(PrefixLength, SaltLength))).Length == SaltBytes;
    }

    /// <summary>Six bits a letter, without padding; the alphabet is bcrypt's own.</summary>
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < bytes.Length * 8; bit += 6)
        {
            var at = bit / 8;
            var pair = (bytes[at] << 8) | (at + 1 < bytes.Length ? bytes[at + 1] : 0);
            text.Append(Alphabet[(pair >> (10 - (bit % 8))) & 63]);
        }

        return text.ToString();
    }

    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[SaltBytes];
        for (var i = 0; i < text.Length; i++)
        {
            var (at, value) = (i * 6 / 8, Alphabet.IndexOf(text[i], StringComparison.Ordinal) << (10 - (i * 6 % 8)));
            bytes[at] |= (byte)(value >> 8);
            if (at + 1 < bytes.Length) bytes[at + 1] |= (byte)value;
        }

        return bytes;
    }
}
