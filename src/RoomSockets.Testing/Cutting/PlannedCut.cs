namespace RoomSockets.Testing;

/// <summary>When and how a <see cref="CuttingProxy"/> cuts a connection.</summary>
/// <param name="AfterBytes">How many bytes pass before, both directions together. 0 or more; the cut may lie in the middle of a frame, or of the handshake.</param>
/// <param name="Kind">How it is cut.</param>
public sealed record PlannedCut(long AfterBytes, CutKind Kind = CutKind.Reset)
{
    /// <summary>Plans cuts that look random and are the same in every run: connection n is always cut after the same number of bytes, and in the same manner.</summary>
    /// <param name="seed">Another seed gives other cuts.</param>
    /// <param name="least">The fewest bytes that pass. 0 or more.</param>
    /// <param name="most">The most bytes that pass. At least <paramref name="least"/>.</param>
    /// <returns>A plan for <see cref="CuttingProxy.Plan"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its bounds.</exception>
    public static Func<int, PlannedCut?> Random(int seed, long least, long most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(least);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return number =>
        {
            var random = Mix(((ulong)(uint)seed << 32) + (uint)number);
            var bytes = least + (long)(random % ((ulong)(most - least) + 1));
            return new PlannedCut(bytes, Mix(random) % 2 == 0 ? CutKind.Reset : CutKind.End);
        };
    }

    /// <summary>Spreads neighbouring numbers over all 64 bits (the finaliser of SplitMix64).</summary>
    private static ulong Mix(ulong number)
    {
        number += 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}

/// <summary>How a connection is cut. Either way no close frame comes, and the code is 1006.</summary>
public enum CutKind
{
    /// <summary>Both ends see a reset: bytes on their way may be lost. The default.</summary>
    Reset,

    /// <summary>Both ends see the end of the stream, after all bytes that had passed.</summary>
    End,
}
