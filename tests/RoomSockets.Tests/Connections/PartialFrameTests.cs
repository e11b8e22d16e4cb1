using System.Numerics;
using System.Runtime.InteropServices;

namespace RoomSockets.Tests;

public sealed class PartialFrameTests
{
    private const int Announced = 1_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(4096)]
    public void Fill_LargeFrameIsAnnounced_GrowsWithWhatArrives(int step)
    {
        var partial = new PartialFrame();
        var arrived = new byte[step];
        Memory<byte> bytes = arrived;
        partial.Begin(ref bytes);
        bytes.IsEmpty.Should().BeTrue();
        for (var length = 2 * step; length <= 20_000; length += step)
        {
            bytes = arrived;
            var filled = partial.Fill(ref bytes, Announced);

            filled.Length.Should().Be(length);
            bytes.IsEmpty.Should().BeTrue();
            MemoryMarshal.TryGetArray<byte>(filled, out var array).Should().BeTrue();
            array.Array!.Length.Should().BeLessThanOrEqualTo(Math.Max(1024, (int)BitOperations.RoundUpToPowerOf2((uint)length) * 2));
        }

        partial.Dispose();
        partial.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Fill_MoreThanIsNeeded_LeavesTheRest()
    {
        var partial = new PartialFrame();
        Memory<byte> bytes = new byte[] { 1, 2 };
        partial.Begin(ref bytes);
        bytes = new byte[] { 3, 4, 5, 6 };

        partial.Fill(ref bytes, needed: 4).ToArray().Should().Equal(1, 2, 3, 4);

        bytes.ToArray().Should().Equal(5, 6);
        partial.IsEmpty.Should().BeFalse();
        partial.Consumed();
        partial.IsEmpty.Should().BeTrue();
        partial.Dispose();
    }
}
