using System.Text;

namespace RoomSockets.Tests;

public sealed class SignalTests : IDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private readonly OutboxQueue _queue = new(maxBytes: 1000, maxMessages: 10);

    public void Dispose()
    {
        _queue.Clear();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    [Fact]
    public void TryAdd_SignalWhereThereIsPlace_Waits()
    {
        Add("typing", isSignal: true).Should().Be((true, 0));

        TakeAll().Should().Equal("typing");
    }

    [Fact]
    public void TryAdd_SignalAboveHalf_IsDropped()
    {
        for (var i = 0; i < 6; i++) Add($"m{i}");

        Add("typing", isSignal: true).Should().Be((true, 1));

        TakeAll().Should().Equal("m0", "m1", "m2", "m3", "m4", "m5");
    }

    [Fact]
    public void TryAdd_DurableWithoutPlace_TakesThatOfSignals()
    {
        for (var i = 0; i < 3; i++) Add($"s{i}", isSignal: true);
        for (var i = 0; i < 7; i++) Add($"m{i}").Should().Be((true, 0));

        Add("m7").Should().Be((true, 3), "all signals are given up together");
        Add("m8").Should().Be((true, 0));
        Add("m9").Should().Be((true, 0));
        Add("m10").Should().Be((false, 0), "there are ten durable ones");

        TakeAll().Should().Equal("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    }

    [Fact]
    public void TryAdd_SignalOfTheSameKey_TakesThePlaceOfTheOlderOne()
    {
        Add("price 1", isSignal: true, "price");
        Add("m0");
        Add("other", isSignal: true, "other");

        Add("price 2", isSignal: true, "price").Should().Be((true, 1));

        TakeAll().Should().Equal("price 2", "m0", "other");
    }

    [Fact]
    public void TryAdd_SignalOfTheSameKeyAboveHalf_StillReplaces()
    {
        Add("price 1", isSignal: true, "price");
        for (var i = 0; i < 9; i++) Add($"m{i}");

        Add("price 2", isSignal: true, "price").Should().Be((true, 1));

        TakeAll()[0].Should().Be("price 2");
    }

    [Fact]
    public async Task SignalRoomAsync_SlowMember_GetsOnlyTheLatestAndKeepsUpMembersGetAll()
    {
        using var world = new World();
        var (_, slow) = world.Join("r");
        var (_, quick) = world.Join("r");
        var manager = new ConnectionManager(world.Directory, new Membership(world.Directory, new HandlerGuard(Microsoft.Extensions.Logging.Abstractions.NullLogger<HandlerGuard>.Instance, false)), world.Publisher);
        slow.Hold();
        await manager.PublishAsync("r", "first").Soon();

        for (var i = 0; i < 5; i++) await manager.SignalRoomAsync("r", $"price {i}", replaces: "price").Soon();
        await manager.PublishAsync("r", "last").Soon();
        slow.Release();
        await slow.WaitForFramesAsync(3).Soon();

        slow.Frames.Select(frame => Encoding.UTF8.GetString(frame.Payload)).Should().Equal("first", "price 4", "last");
        quick.Frames.Select(frame => Encoding.UTF8.GetString(frame.Payload)).Should().Equal("first", "price 0", "price 1", "price 2", "price 3", "price 4", "last");
        world.Services.Drops.Signals.Should().Be(4);
    }

    private (bool Kept, int Dropped) Add(string text, bool isSignal = false, string? replaces = null)
    {
        var block = Block.Rent(Opcode.Text, Encoding.UTF8.GetBytes(text));
        var kept = _queue.TryAdd(block, new Segment(0, block.Length, 1, isSignal, replaces), now: 1, out var dropped);
        block.Release();
        return (kept, dropped);
    }

    private List<string> TakeAll()
    {
        List<byte[]> writes = [];
        while (_queue.TryTake(out var chunk))
        {
            writes.Add(chunk.Bytes.ToArray());
            chunk.Release();
        }

        return [.. ServerFrame.ReadAll(writes).Select(frame => Encoding.UTF8.GetString(frame.Payload))];
    }
}
