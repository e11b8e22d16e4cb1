using System.Runtime.InteropServices;

namespace RoomSockets.Tests;

public sealed class PartialFrameGrowthTests
{
    [Fact]
    public void Fill_HugeLengthAnnounced_GrowsOnlyWithWhatArrived()
    {
        var partial = Begin([1, 2]);
        Memory<byte> arrived = new byte[100];

        var kept = partial.Fill(ref arrived, needed: 64 * 1024 * 1024);

        MemoryMarshal.TryGetArray<byte>(kept, out var array).Should().BeTrue();
        array.Array!.Length.Should().BeLessThanOrEqualTo(2048);
        partial.Dispose();
    }

    [Fact]
    public void Fill_PieceByPiece_KeepsAllWithinTwiceWhatArrived()
    {
        var bytes = RigFrame.Noise(500_000);
        var partial = Begin(bytes[..10]);
        Memory<byte> kept = default;
        for (var at = 10; at < bytes.Length; at += 1000)
        {
            var piece = bytes.AsMemory(at, Math.Min(1000, bytes.Length - at));
            kept = partial.Fill(ref piece, needed: 64 * 1024 * 1024);
            MemoryMarshal.TryGetArray<byte>(kept, out var array).Should().BeTrue();
            // The pool rounds up to a power of two.
            array.Array!.Length.Should().BeLessThanOrEqualTo(Math.Max(1024, kept.Length * 4));
        }

        kept.ToArray().Should().Equal(bytes);
        partial.Dispose();
    }

    [Fact]
    public void Fill_MoreThanNeeded_LeavesTheRest()
    {
        var partial = Begin([1, 2]);
        Memory<byte> arrived = new byte[] { 3, 4, 5, 6 };

        partial.Fill(ref arrived, needed: 4).ToArray().Should().Equal(1, 2, 3, 4);

        arrived.ToArray().Should().Equal(5, 6);
        partial.Dispose();
    }

    [Fact]
    public void Consumed_ThePayload_StaysReadable()
    {
        var partial = Begin([1, 2]);
        Memory<byte> arrived = new byte[] { 3 };
        var kept = partial.Fill(ref arrived, needed: 3);

        partial.Consumed();

        partial.IsEmpty.Should().BeTrue();
        kept.ToArray().Should().Equal(1, 2, 3);
        partial.Dispose();
    }

    [Fact]
    public void Begin_AfterConsumed_StartsAnew()
    {
        var partial = Begin([1, 2]);
        partial.Consumed();
        Memory<byte> bytes = new byte[] { 9 };
        partial.Begin(ref bytes);
        partial.IsEmpty.Should().BeFalse();

        partial.Fill(ref bytes, needed: 5).ToArray().Should().Equal(9);

        partial.Dispose();
        partial.IsEmpty.Should().BeTrue();
    }

    private static PartialFrame Begin(byte[] start)
    {
        var partial = default(PartialFrame);
        Memory<byte> bytes = start;
        partial.Begin(ref bytes);
        bytes.IsEmpty.Should().BeTrue();
        return partial;
    }
}
