using System.Numerics;

namespace RoomSockets;

/// <summary>The binary digits of π behind the point: what Blowfish begins with. Computed once, for that is shorter than the table.</summary>
internal static class PiDigits
{
    private const int Guard = 64;

    /// <summary>So many words of 32 digits.</summary>
    public static uint[] Take(int words)
    {
        var bits = (words * 32) + Guard;
        // Machin: π = 16 arctan(1/5) - 4 arctan(1/239).
        var pi = (16 * ArcTangent(5, bits)) - (4 * ArcTangent(239, bits));
        var fraction = (pi - (new BigInteger(3) << bits)) >> Guard;
        var digits = new uint[words];
        for (var i = words - 1; i >= 0; i--, fraction >>= 32) digits[i] = (uint)(fraction & uint.MaxValue);
        return digits;
    }

    /// <summary>arctan(1/x) in units of 2^-bits.</summary>
    private static BigInteger ArcTangent(int x, int bits)
    {
        var power = (BigInteger.One << bits) / x;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= -(x * x);
            sum += power / n;
        }

        return sum;
    }
}
