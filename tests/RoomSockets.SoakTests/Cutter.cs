using System.Diagnostics.CodeAnalysis;
using RoomSockets.Testing;

namespace RoomSockets.SoakTests;

/// <summary>Cuts connections: each after a number of bytes, where a moment has not come first. The same seed gives the same bytes and waits.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Moments of a test need be no secret.")]
internal sealed class Cutter(CuttingProxy proxy, int seed) : IDisposable
{
    /// <summary>Some connections end within the handshake; most carry what was missed meanwhile, else nothing would ever come through.</summary>
    private const int MostBytes = 60_000;

    /// <summary>One of so many ticks cuts: every 200 ms on average.</summary>
    private const int TicksPerCut = 20;

    private readonly PeriodicTimer _tick = new(TimeSpan.FromMilliseconds(10));
    private readonly Random _random = new(seed);

    public async Task CutAsync(int cuts)
    {
        proxy.Plan = PlannedCut.Random(seed, 0, MostBytes);
        // The first connection is open already, and has no plan.
        proxy.Cut();
        while (proxy.Cuts < cuts)
        {
            await _tick.WaitForNextTickAsync();
            if (_random.Next(TicksPerCut) == 0) proxy.Cut(_random.Next(2) == 0 ? CutKind.Reset : CutKind.End);
        }

        proxy.Plan = null;
        proxy.CutAfter(new PlannedCut(long.MaxValue));
    }

    public void Dispose() => _tick.Dispose();
}
