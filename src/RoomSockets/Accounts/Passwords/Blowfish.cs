using System.Buffers.Binary;

namespace RoomSockets;

/// <summary>Blowfish with bcrypt's expensive key schedule (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999).</summary>
internal sealed class Blowfish
{
    private const int Rounds = 16;
    private const int Subkeys = Rounds + 2;
    private const int BoxWords = 4 * 256;

    private static readonly Lazy<uint[]> Pi = new(static () => PiDigits.Take(Subkeys + BoxWords));

    private readonly uint[] _subkeys = Pi.Value[..Subkeys];
    private readonly uint[] _boxes = Pi.Value[Subkeys..];

    /// <summary>Mixes key and salt in; words of the key are taken round and round.</summary>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        var at = 0;
        for (var i = 0; i < Subkeys; i++) _subkeys[i] ^= NextWord(key, ref at);
        at = 0;
        var (left, right) = (0u, 0u);
        Fill(_subkeys, salt, ref at, ref left, ref right);
        Fill(_boxes, salt, ref at, ref left, ref right);
    }

    public void Encrypt(ref uint left, ref uint right)
    {
        var (l, r) = (left, right);
        var boxes = _boxes.AsSpan(0, BoxWords);
        for (var i = 0; i < Rounds; i += 2)
        {
            l ^= _subkeys[i];
            r ^= Mix(boxes, l);
            r ^= _subkeys[i + 1];
            l ^= Mix(boxes, r);
        }

        (left, right) = (r ^ _subkeys[Subkeys - 1], l ^ _subkeys[Subkeys - 2]);
    }

    private void Fill(uint[] target, ReadOnlySpan<byte> salt, ref int at, ref uint left, ref uint right)
    {
        for (var i = 0; i < target.Length; i += 2)
        {
            if (salt.Length > 0)
            {
                left ^= NextWord(salt, ref at);
                right ^= NextWord(salt, ref at);
            }

            Encrypt(ref left, ref right);
            (target[i], target[i + 1]) = (left, right);
        }
    }

    private static uint Mix(Span<uint> boxes, uint x) =>
        ((boxes[(byte)(x >> 24)] + boxes[256 + (byte)(x >> 16)]) ^ boxes[512 + (byte)(x >> 8)]) + boxes[768 + (byte)x];

    private static uint NextWord(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at + sizeof(uint) <= bytes.Length)
        {
            var whole = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            at = (at + sizeof(uint)) % bytes.Length;
            return whole;
        }

        var word = 0u;
        for (var i = 0; i < sizeof(uint); i++)
        {
            word = (word << 8) | bytes[at];
            at = (at + 1) % bytes.Length;
        }

        return word;
    }
}
