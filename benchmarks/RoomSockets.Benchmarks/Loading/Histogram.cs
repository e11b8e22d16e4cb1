using System.Numerics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Counts values log-linearly: 64 steps for each power of two, so a percentile is right within 1.6 %.</summary>
internal sealed class Histogram
{
    private const int StepBits = 6;
    private const int Steps = 1 << StepBits;
    private readonly long[] _counts = new long[64 * Steps];
    private long _total;

    public void Add(long value)
    {
        _counts[Index(value < 0 ? 0 : (ulong)value)]++;
        _total++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        _total = 0;
    }

    /// <summary>The value that this share of all values does not exceed.</summary>
    public double Percentile(double share)
    {
        var rank = (long)Math.Ceiling(_total * share);
        long seen = 0;
        for (var index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= rank && seen > 0) return Value(index);
        }

        return 0;
    }

    private static int Index(ulong value)
    {
        if (value < Steps) return (int)value;
        var shift = BitOperations.Log2(value) - StepBits;
        return ((shift + 1) << StepBits) + (int)((value >> shift) & (Steps - 1));
    }

    private static double Value(int index)
    {
        if (index < Steps) return index;
        var shift = (index >> StepBits) - 1;
        return Math.ScaleB(Steps + (index & (Steps - 1)) + 0.5, shift);
    }
}
