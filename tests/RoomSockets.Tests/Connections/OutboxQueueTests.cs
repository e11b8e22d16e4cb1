namespace RoomSockets.Tests;

public sealed class OutboxQueueTests : IDisposable
{
    private readonly int _start = Block.Outstanding;
    private readonly List<Block> _blocks = [];

    public void Dispose()
    {
        _blocks.ForEach(block => block.Release());
        Block.Outstanding.Should().Be(_start, "each test gives back what it took");
    }

    [Fact]
    public void TryTake_AllKinds_ControlThenDataThenClose()
    {
        var queue = new OutboxQueue(1000, 10);
        Add(queue, 1).Should().BeTrue();
        queue.AddControl(Opcode.Ping, Frame.Control(Opcode.Ping, [9]));
        queue.AddControl(Opcode.Pong, Frame.Control(Opcode.Pong, [10]));
        queue.Finish(Frame.Close(1000, ""), dropWaiting: false);

        TakeAll(queue).Select(chunk => chunk[0] & 0x0F).Should().Equal(10, 9, 2, 8);
        queue.HasWork.Should().BeFalse();
    }

    [Fact]
    public void TryTake_OfPingsAndPongs_OnlyTheLastOfEach()
    {
        var queue = new OutboxQueue(1000, 10);
        for (byte i = 0; i < 5; i++)
        {
            queue.AddControl(Opcode.Pong, Frame.Control(Opcode.Pong, [i]));
            queue.AddControl(Opcode.Ping, Frame.Control(Opcode.Ping, [i]));
        }

        TakeAll(queue).Should().BeEquivalentTo(new byte[][] { [0x8A, 1, 4], [0x89, 1, 4] }, options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void TryAdd_Bytes_AreLimited(int bytes, bool fits)
    {
        var queue = new OutboxQueue(100, 10);
        Add(queue, 48).Should().BeTrue("48 and a header are 50");

        Add(queue, bytes - 50 - 2).Should().Be(fits);

        TakeAll(queue).Sum(chunk => chunk.Length).Should().Be(fits ? bytes : 50);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void TryAdd_Messages_AreLimited(int messages, bool fits)
    {
        var queue = new OutboxQueue(10_000, 10);
        Add(queue, 1, messages: 4).Should().BeTrue();

        Add(queue, 1, messages - 4).Should().Be(fits);

        TakeAll(queue);
    }

    [Fact]
    public void TryAdd_AfterATake_HasPlaceAgain()
    {
        var queue = new OutboxQueue(100, 1);
        for (var i = 0; i < 5; i++)
        {
            Add(queue, 98).Should().BeTrue();
            Add(queue, 0).Should().BeFalse();
            TakeAll(queue).Should().ContainSingle();
        }
    }

    [Fact]
    public void TryAdd_Refused_TakesNoReference()
    {
        var queue = new OutboxQueue(10, 10);
        var before = Block.Outstanding;
        var block = Block.Rent(Opcode.Binary, new byte[50]);

        queue.TryAdd(block, 0, block.Length, 1).Should().BeFalse();
        block.Release();

        Block.Outstanding.Should().Be(before);
    }

    [Fact]
    public void TryTake_SmallRuns_AreJoinedInOrder()
    {
        var queue = new OutboxQueue(100_000, 100);
        for (var i = 0; i < 20; i++) Add(queue, i);

        var chunk = TakeAll(queue).Should().ContainSingle().Subject;

        ServerFrame.ReadAll([chunk]).Select(frame => frame.Payload.Length).Should().Equal(Enumerable.Range(0, 20));
    }

    [Fact]
    public void TryTake_ManyRuns_AreJoinedUpTo64KiB()
    {
        var queue = new OutboxQueue(1_000_000, 100);
        for (var i = 0; i < 13; i++) Add(queue, 9_996); // 10,000 with the header

        TakeAll(queue).Select(chunk => chunk.Length).Should().Equal(60_000, 60_000, 10_000);
    }

    [Fact]
    public void TryTake_BigRun_IsTheBlockItself()
    {
        var queue = new OutboxQueue(1_000_000, 100);
        var big = Rent(100_000);
        queue.TryAdd(big, 0, big.Length, 1).Should().BeTrue();
        Add(queue, 1);

        queue.TryTake(out var chunk).Should().BeTrue();

        chunk.Block.Should().BeSameAs(big);
        chunk.Rented.Should().BeNull();
        chunk.Bytes.Equals(big.Frames).Should().BeTrue("it is not copied");
        chunk.Release();
        TakeAll(queue).Should().ContainSingle();
    }

    [Fact]
    public void TryTake_PartOfABlock_IsThatPart()
    {
        var queue = new OutboxQueue(1000, 10);
        var block = Rent(10);
        block.Append(Opcode.Text, "part"u8);
        queue.TryAdd(block, 12, 6, 1).Should().BeTrue();

        ServerFrame.ReadAll(TakeAll(queue)).Should().ContainSingle().Which.Text.Should().Be("part");
    }

    [Fact]
    public void Clear_WithRuns_ReleasesThemAndGivesPlace()
    {
        var queue = new OutboxQueue(100, 3);
        var before = Block.Outstanding;
        for (var i = 0; i < 3; i++)
        {
            var block = Block.Rent(Opcode.Binary, new byte[10]);
            queue.TryAdd(block, 0, block.Length, 1).Should().BeTrue();
            block.Release();
        }

        queue.AddControl(Opcode.Ping, [0x89, 0]);
        Block.Outstanding.Should().Be(before + 3);

        queue.Clear();

        Block.Outstanding.Should().Be(before);
        queue.HasWork.Should().BeFalse();
        Add(queue, 98, messages: 3).Should().BeTrue();
        queue.Clear();
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public void Finish_DropWaiting_LeavesTheCloseFrameAlone(bool drop, int expected)
    {
        var queue = new OutboxQueue(1000, 10);
        Add(queue, 5);
        queue.AddControl(Opcode.Ping, [0x89, 0]);
        queue.IsFinishing.Should().BeFalse();

        queue.Finish(Frame.Close(1001, ""), drop);

        queue.IsFinishing.Should().BeTrue();
        var chunks = TakeAll(queue);
        chunks.Should().HaveCount(expected);
        chunks[^1].Should().Equal(0x88, 2, 0x03, 0xE9);
    }

    [Fact]
    public void TryTake_CloseFrame_IsTakenOnceAndMarked()
    {
        var queue = new OutboxQueue(1000, 10);
        queue.Finish(Frame.Close(1000, ""), dropWaiting: false);

        queue.TryTake(out var chunk).Should().BeTrue();

        chunk.IsClose.Should().BeTrue();
        queue.TryTake(out _).Should().BeFalse();
    }

    [Fact]
    public void IsAtMostHalfFull_Bytes_TurnsAtTheHalf()
    {
        var queue = new OutboxQueue(100, 100);
        Add(queue, 48);
        queue.IsAtMostHalfFull.Should().BeTrue();
        Add(queue, 0);
        queue.IsAtMostHalfFull.Should().BeFalse();
        TakeAll(queue);
        queue.IsAtMostHalfFull.Should().BeTrue();
    }

    [Fact]
    public void IsAtMostHalfFull_Messages_TurnsAtTheHalf()
    {
        var queue = new OutboxQueue(10_000, 4);
        Add(queue, 1, messages: 2);
        queue.IsAtMostHalfFull.Should().BeTrue();
        Add(queue, 1);
        queue.IsAtMostHalfFull.Should().BeFalse();
        queue.Clear();
    }

    private bool Add(OutboxQueue queue, int payload, int messages = 1)
    {
        var block = Rent(payload);
        return queue.TryAdd(block, 0, block.Length, messages);
    }

    private Block Rent(int payload)
    {
        var block = Block.Rent(Opcode.Binary, new byte[payload]);
        _blocks.Add(block);
        return block;
    }

    private static List<byte[]> TakeAll(OutboxQueue queue)
    {
        List<byte[]> chunks = [];
        while (queue.TryTake(out var chunk))
        {
            chunks.Add(chunk.Bytes.ToArray());
            chunk.Release();
        }

        return chunks;
    }
}
