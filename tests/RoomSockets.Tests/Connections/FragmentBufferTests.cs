namespace RoomSockets.Tests;

public sealed class FragmentBufferTests
{
    [Fact]
    public void Append_AfterTheLimit_IsRefused()
    {
        using var buffer = new FragmentBuffer(2);

        buffer.Append(Opcode.Binary, [1]).Should().BeTrue();
        buffer.Append(Opcode.Continuation, [2]).Should().BeTrue();
        buffer.Append(Opcode.Continuation, [3]).Should().BeFalse();
        buffer.Length.Should().Be(2, "the fragment that is too many is not kept");
    }

    [Fact]
    public void Finish_GivesTheTypeOfTheFirstFragment()
    {
        using var buffer = new FragmentBuffer(10);
        buffer.Append(Opcode.Text, [65]);
        buffer.Append(Opcode.Continuation, [66]);

        var incoming = buffer.Finish();

        incoming.Kind.Should().Be(IncomingKind.Text);
        incoming.Payload.ToArray().Should().Equal(65, 66);
        buffer.IsOpen.Should().BeFalse();
    }

    [Fact]
    public void Recycle_BeforeTheEnd_KeepsWhatIsThere()
    {
        using var buffer = new FragmentBuffer(10);
        buffer.Append(Opcode.Binary, [1, 2]);

        buffer.Recycle();

        (buffer.IsOpen, buffer.Length).Should().Be((true, 2));
    }

    [Fact]
    public void Recycle_AfterTheEnd_BeginsAnew()
    {
        using var buffer = new FragmentBuffer(2);
        buffer.Append(Opcode.Binary, [1]);
        buffer.Append(Opcode.Continuation, [2]);
        buffer.Finish();

        buffer.Recycle();

        buffer.Length.Should().Be(0);
        buffer.Append(Opcode.Text, [65]).Should().BeTrue();
        buffer.Append(Opcode.Continuation, [66]).Should().BeTrue("fragments are counted for each message");
        buffer.Finish().Payload.ToArray().Should().Equal(65, 66);
    }

    [Fact]
    public void Append_ManyFragments_KeepsAllBytesWhileItGrows()
    {
        using var buffer = new FragmentBuffer(10_000);
        for (var i = 0; i < 5000; i++) buffer.Append(i == 0 ? Opcode.Binary : Opcode.Continuation, [(byte)i, (byte)(i >> 8)]);

        var payload = buffer.Finish().Payload.ToArray();

        payload.Should().Equal(Enumerable.Range(0, 5000).SelectMany(i => new[] { (byte)i, (byte)(i >> 8) }));
    }
}
