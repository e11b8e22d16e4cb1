namespace RoomSockets.Tests;

public sealed class FrameTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void WriteHeader_AtEachBoundary_IsTheShortestForm(int length, int size)
    {
        var target = new byte[16];

        Frame.WriteHeader(target, Opcode.Binary, length).Should().Be(size);
        Frame.HeaderSize(length).Should().Be(size);
        Frame.Size(length).Should().Be(size + length);
        target[0].Should().Be(0x82);
        target.AsSpan(size).ToArray().Should().OnlyContain(value => value == 0, "nothing is written behind the header");
        FrameHeader.TryRead(target, out var header).Should().BeTrue();
        (header.Length, header.Size, header.IsFinal, header.IsMasked, header.IsMinimal).Should().Be((length, size, true, false, true));
    }

    [Fact]
    public void WriteHeader_Long_IsBigEndian()
    {
        var target = new byte[10];

        Frame.WriteHeader(target, Opcode.Text, 0x01020304);

        target.Should().Equal(0x81, 127, 0, 0, 0, 0, 1, 2, 3, 4);
    }

    [Fact]
    public void WriteHeader_Middle_IsBigEndian()
    {
        var target = new byte[4];

        Frame.WriteHeader(target, Opcode.Text, 0x0102);

        target.Should().Equal(0x81, 126, 1, 2);
    }

    [Fact]
    public void Control_WithPayload_IsHeaderAndPayload() =>
        Frame.Control(Opcode.Pong, [1, 2, 3]).Should().Equal(0x8A, 3, 1, 2, 3);

    [Fact]
    public void Control_WithoutPayload_IsTheHeaderAlone() =>
        Frame.Control(Opcode.Ping, []).Should().Equal(0x89, 0);
}
