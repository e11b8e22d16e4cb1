namespace RoomSockets.Tests;

public sealed class FrameDeflaterTests : IDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private readonly Block _target = Block.Rent();

    public void Dispose()
    {
        _target.Release();
        Block.Outstanding.Should().Be(_blocks);
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    [InlineData(101, true)]
    public void Append_MinBytes_IsTheSmallestThatIsDeflated(int length, bool deflated)
    {
        FrameDeflater.Append(_target, Opcode.Text, Same(length), minBytes: 100);

        var frame = Frames.Should().ContainSingle().Subject;
        frame.IsDeflated.Should().Be(deflated);
        frame.Message.Should().Equal(Same(length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(65_536)]
    public void Append_DoesNotGetSmaller_StaysPlain(int length)
    {
        FrameDeflater.Append(_target, Opcode.Binary, RigFrame.Noise(length), minBytes: 0);

        var frame = Frames.Should().ContainSingle().Subject;
        frame.IsDeflated.Should().BeFalse();
        frame.Payload.Should().Equal(RigFrame.Noise(length));
    }

    [Fact]
    public void Append_Empty_StaysPlain()
    {
        FrameDeflater.Append(_target, Opcode.Text, [], minBytes: 0);

        _target.Frames.ToArray().Should().Equal(0x81, 0);
    }

    [Fact]
    public void Append_Deflated_IsSmallerAndHasRsv1OnItsFrame()
    {
        FrameDeflater.Append(_target, Opcode.Binary, Same(100_000), minBytes: 0);

        _target.Length.Should().BeLessThan(2000);
        _target.Frames.Span[0].Should().Be(0xC2);
    }

    [Fact]
    public void Copy_SeveralFrames_EachByItselfInOrder()
    {
        byte[][] messages = [Same(500), [], RigFrame.Noise(500), Same(10), Same(70_000), Same(500)];
        var source = Block.Rent();
        for (var i = 0; i < messages.Length; i++) source.Append(i % 2 == 0 ? Opcode.Text : Opcode.Binary, messages[i]);

        FrameDeflater.Copy(source.Frames.Span, _target, minBytes: 100);
        source.Release();

        Frames.ConvertAll(frame => frame.IsDeflated).Should().Equal(true, false, false, false, true, true);
        Frames.ConvertAll(frame => frame.Opcode).Should().Equal(1, 2, 1, 2, 1, 2);
        Frames.ConvertAll(frame => frame.Message).Should().BeEquivalentTo(messages, options => options.WithStrictOrdering());
        Frames[5].Payload.Should().Equal(Frames[0].Payload, "no message leans on another one");
    }

    private List<RigFrame> Frames => RigFrame.ReadAll(_target.Frames.ToArray());

    private static byte[] Same(int length) => [.. Enumerable.Repeat((byte)'s', length)];
}
