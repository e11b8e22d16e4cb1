using System.Text;

namespace RoomSockets.Tests;

public sealed class OutboxQueueSignalTests : IDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private OutboxQueue _queue = new(1000, 10);

    public void Dispose()
    {
        _queue.Clear();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void TryAdd_SignalAboveHalfTheMessages_IsDropped(int waiting, bool kept)
    {
        _queue = new OutboxQueue(1000, 4);
        for (var i = 0; i < waiting; i++) Add($"{i}");

        Signal("s").Should().Be(kept ? 0 : 1);

        TakeAll().Should().HaveCount(kept ? waiting + 1 : waiting);
    }

    [Theory]
    [InlineData(48, true)]
    [InlineData(49, false)]
    public void TryAdd_SignalAboveHalfTheBytes_IsDropped(int payload, bool kept)
    {
        _queue = new OutboxQueue(100, 10);
        Add(new string('x', payload));

        Signal("s").Should().Be(kept ? 0 : 1);

        TakeAll().Should().HaveCount(kept ? 2 : 1);
    }

    [Fact]
    public void TryAdd_SignalLargerThanTheRest_IsDroppedAndNotRefused()
    {
        _queue = new OutboxQueue(100, 10);
        Add("durable");

        Signal(new string('s', 95)).Should().Be(1);

        TakeAll().Should().Equal("durable");
    }

    [Fact]
    public void TryAdd_SignalDropped_TakesNoReference()
    {
        _queue = new OutboxQueue(1000, 2);
        Add("a");
        Add("b");
        var before = Block.Outstanding;

        Signal("s").Should().Be(1);

        Block.Outstanding.Should().Be(before);
    }

    [Fact]
    public void TryAdd_SameKey_ReplacesInPlaceAndCountsADrop()
    {
        Add("a");
        Signal("x1", "x").Should().Be(0);
        Add("b");
        Signal("y1", "y").Should().Be(0);
        var before = Block.Outstanding;

        Signal("x2", "x").Should().Be(1);

        Block.Outstanding.Should().Be(before, "the older signal is released");
        TakeAll().Should().Equal("a", "x2", "b", "y1");
    }

    [Fact]
    public void TryAdd_SameKeyAboveHalf_ReplacesAllTheSame()
    {
        _queue = new OutboxQueue(1000, 4);
        Signal("x1", "x");
        Add("a");
        Add("b");
        Add("c");

        Signal("y1", "y").Should().Be(1, "there is no place for another one");
        Signal("x2", "x").Should().Be(1);

        TakeAll().Should().Equal("x2", "a", "b", "c");
    }

    [Fact]
    public void TryAdd_SameKey_KeepsTheAgeOfThePlace()
    {
        Add("x1", now: 100, isSignal: true, key: "x");
        Add("b", now: 200);

        Add("x2", now: 300, isSignal: true, key: "x").Should().Be((true, 1));

        _queue.OldestSince.Should().Be(100);
    }

    [Fact]
    public void TryAdd_SameKeyLarger_StaysWithinTheBytes()
    {
        _queue = new OutboxQueue(100, 10);
        Signal("x", "x");
        Add(new string('a', 94));

        Add("xx", isSignal: true, key: "x").Should().Be((true, 1), "99 and 1 fit");
        Add("xxx", isSignal: true, key: "x").Should().Be((true, 2), "101 do not, but a signal is never refused");

        TakeAll().Should().Equal([new string('a', 94)], "the older one is no longer true, so it is not sent either");
    }

    [Fact]
    public void TryAdd_WithoutKey_ReplacesNothing()
    {
        Signal("one").Should().Be(0);
        Signal("two").Should().Be(0);

        TakeAll().Should().Equal("one", "two");
    }

    [Fact]
    public void TryAdd_KeyOfOneThatLeft_IsAddedAnew()
    {
        Signal("x1", "x");
        TakeAll().Should().Equal("x1");

        Signal("x2", "x").Should().Be(0);

        TakeAll().Should().Equal("x2");
    }

    [Fact]
    public void TryAdd_DurableWithoutPlace_EvictsSignalsAndKeepsOrder()
    {
        _queue = new OutboxQueue(1000, 6);
        Add("a");
        Signal("s1");
        Signal("s2", "k");
        Add("b");
        Add("c");
        Add("d");
        var before = Block.Outstanding;

        Add("e").Should().Be((true, 2));

        Block.Outstanding.Should().Be(before - 2 + 1, "both signals are released");
        TakeAll().Should().Equal("a", "b", "c", "d", "e");
    }

    [Fact]
    public void TryAdd_DurableWithPlace_EvictsNothing()
    {
        _queue = new OutboxQueue(1000, 3);
        Signal("s");
        Add("a").Should().Be((true, 0));
        Add("b").Should().Be((true, 0));

        TakeAll().Should().Equal("s", "a", "b");
    }

    [Fact]
    public void TryAdd_DurableThatNeverFits_IsRefusedAndSaysWhatItCost()
    {
        _queue = new OutboxQueue(1000, 2);
        Signal("s");
        Add("a");
        Add("b").Should().Be((true, 1));

        Add("c").Should().Be((false, 0));

        TakeAll().Should().Equal("a", "b");
    }

    [Fact]
    public void TryAdd_AfterAnEviction_HasExactlyThePlaceOfTheSignals()
    {
        _queue = new OutboxQueue(100, 100);
        Signal(new string('s', 23));
        Signal(new string('s', 23));
        Add(new string('a', 48));
        Add("b").Should().Be((true, 2));

        Add(new string('c', 46)).Accepted.Should().BeFalse("53 and 48 are more than 100");
        Add(new string('c', 45)).Accepted.Should().BeTrue();
    }

    private int Signal(string text, string? key = null)
    {
        var (accepted, dropped) = Add(text, isSignal: true, key: key);
        accepted.Should().BeTrue("a signal is dropped, never refused");
        return dropped;
    }

    private (bool Accepted, int Dropped) Add(string text, long now = 1, bool isSignal = false, string? key = null)
    {
        var block = Block.Rent();
        block.Append(Opcode.Text, Encoding.UTF8.GetBytes(text));
        var accepted = _queue.TryAdd(block, new Segment(0, block.Length, 1, isSignal, key), now, out var dropped);
        block.Release();
        return (accepted, dropped);
    }

    private List<string> TakeAll()
    {
        List<string> texts = [];
        while (_queue.TryTake(out var chunk))
        {
            texts.AddRange(RigFrame.ReadAll(chunk.Bytes.ToArray()).Select(frame => frame.Text));
            chunk.Release();
        }

        return texts;
    }
}
