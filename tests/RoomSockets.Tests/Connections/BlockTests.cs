namespace RoomSockets.Tests;

public sealed class BlockTests
{
    [Fact]
    public void Rent_OneFrame_HoldsIt()
    {
        var block = Block.Rent(Opcode.Text, "hi"u8);

        block.Frames.ToArray().Should().Equal(0x81, 2, (byte)'h', (byte)'i');
        block.Length.Should().Be(4);
        block.Release();
    }

    [Fact]
    public void Append_ManyFrames_KeepsAllWhileItGrows()
    {
        var block = Block.Rent();
        for (var i = 0; i < 300; i++) block.Append(Opcode.Binary, new byte[i]);

        var frames = ServerFrame.ReadAll([block.Frames.ToArray()]);

        frames.Select(frame => frame.Payload.Length).Should().Equal(Enumerable.Range(0, 300));
        block.Release();
    }

    [Fact]
    public void Outstanding_RentAndRelease_ReturnsToItsStart()
    {
        var start = Block.Outstanding;
        var blocks = Enumerable.Range(0, 10).Select(_ => Block.Rent(Opcode.Text, "x"u8)).ToList();
        Block.Outstanding.Should().Be(start + 10);

        blocks.ForEach(block => block.Release());

        Block.Outstanding.Should().Be(start);
    }

    [Fact]
    public void Release_WithReferencesLeft_KeepsTheBytes()
    {
        var start = Block.Outstanding;
        var block = Block.Rent(Opcode.Text, "x"u8);
        block.AddReference();
        block.AddReference();

        block.Release();
        block.Release();

        Block.Outstanding.Should().Be(start + 1);
        block.Frames.ToArray().Should().Equal(0x81, 1, (byte)'x');
        block.Release();
        Block.Outstanding.Should().Be(start);
    }

    [Fact]
    public void Release_TooOften_ThrowsAndCountsNothing()
    {
        var block = Block.Rent(Opcode.Text, "x"u8);
        block.Release();
        var start = Block.Outstanding;

        block.Invoking(one => one.Release()).Should().Throw<InvalidOperationException>().WithMessage("*more often*");

        Block.Outstanding.Should().Be(start);
    }

    [Fact]
    public void Rent_AfterARelease_ReusesTheBlockEmpty()
    {
        var seen = new HashSet<Block>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < 2000; i++)
        {
            var block = Block.Rent();
            seen.Add(block);
            block.Length.Should().Be(0);
            block.Frames.Length.Should().Be(0);
            block.Append(Opcode.Text, "something"u8);
            block.Release();
        }

        seen.Count.Should().BeLessThanOrEqualTo(1024, "released blocks are used again");
    }

    [Fact]
    public async Task Release_FromManyThreads_HappensOnce()
    {
        var start = Block.Outstanding;
        for (var round = 0; round < 100; round++)
        {
            var block = Block.Rent(Opcode.Text, "x"u8);
            for (var i = 0; i < 8; i++) block.AddReference();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(block.Release))).Soon();
            Block.Outstanding.Should().Be(start + 1);
            block.Release();
        }

        Block.Outstanding.Should().Be(start);
    }
}
