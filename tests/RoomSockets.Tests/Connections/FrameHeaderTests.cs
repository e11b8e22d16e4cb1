namespace RoomSockets.Tests;

public sealed class FrameHeaderTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(125, 0)]
    [InlineData(126, 2)]
    [InlineData(65_535, 2)]
    [InlineData(65_536, 8)]
    [InlineData(long.MaxValue, 8)]
    public void TryRead_EachTruncation_WaitsForTheWholeHeader(long length, int lengthBytes)
    {
        var bytes = ClientFrame.Header(1, length, lengthBytes);

        for (var count = 0; count < bytes.Length; count++)
            FrameHeader.TryRead(bytes.AsSpan(0, count), out _).Should().BeFalse("{0} of {1} bytes are no header", count, bytes.Length);
        FrameHeader.TryRead(bytes, out var header).Should().BeTrue();
        (header.Length, header.Size, header.IsMinimal).Should().Be((length, bytes.Length, true));
    }

    [Fact]
    public void TryRead_Unmasked_NeedsNoMask()
    {
        FrameHeader.TryRead([0x81, 0x05], out var header).Should().BeTrue();

        (header.IsMasked, header.Size, header.Length, header.Mask).Should().Be((false, 2, 5L, 0u));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(0, 8)]
    [InlineData(125, 8)]
    [InlineData(126, 8)]
    [InlineData(65_535, 8)]
    public void TryRead_LengthInALongerForm_IsNotMinimal(long length, int lengthBytes)
    {
        FrameHeader.TryRead(ClientFrame.Header(2, length, lengthBytes), out var header).Should().BeTrue();

        header.IsMinimal.Should().BeFalse();
        header.Length.Should().Be(length);
    }

    [Fact]
    public void TryRead_HighestBitOfTheLength_IsNegative()
    {
        FrameHeader.TryRead(ClientFrame.Header(2, long.MinValue, 8), out var header).Should().BeTrue();

        header.Length.Should().Be(long.MinValue);
    }

    [Fact]
    public void TryRead_EachFirstByte_IsTakenApart()
    {
        for (var first = 0; first < 256; first++)
        {
            FrameHeader.TryRead([(byte)first, 0x80, 1, 2, 3, 4], out var header).Should().BeTrue();
            (header.IsFinal, header.ReservedBits, (int)header.Opcode, header.IsControl)
                .Should().Be((first >= 128, first & 0x70, first & 0x0F, (first & 0x08) != 0));
        }
    }

    [Fact]
    public void Unmask_RandomMasksAndLengths_DoesWhatANaiveLoopDoes()
    {
        var random = new Random(20260101);
        for (var length = 0; length <= 40; length++)
        {
            for (var round = 0; round < 50; round++)
            {
                var payload = new byte[length];
                var mask = new byte[4];
                random.NextBytes(payload);
                random.NextBytes(mask);
                var expected = payload.Select((value, i) => (byte)(value ^ mask[i % 4])).ToArray();
                FrameHeader.TryRead([0x82, 0x80, .. mask], out var header).Should().BeTrue();

                FrameHeader.Unmask(payload, header.Mask);

                payload.Should().Equal(expected, "length {0}", length);
            }
        }
    }

    [Fact]
    public void Unmask_MiddleOfABuffer_LeavesTheRestAlone()
    {
        for (var at = 0; at < 9; at++)
        {
            var buffer = new byte[40];
            FrameHeader.Unmask(buffer.AsSpan(at, 21), 0xFFFFFFFF);
            buffer.Should().Equal(Enumerable.Range(0, 40).Select(i => i >= at && i < at + 21 ? (byte)0xFF : (byte)0));
        }
    }
}
