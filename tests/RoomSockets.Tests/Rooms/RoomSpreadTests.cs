namespace RoomSockets.Tests;

/// <summary>Above 4,096 members a delivery is spread over the cores.</summary>
public sealed class RoomSpreadTests
{
    private const int Many = 4096 + 1100;

    [Fact]
    public async Task Flush_ManyMembers_EachGetsAllInOrder()
    {
        await using var rig = new Rig();
        var wires = Enumerable.Range(0, Many).Select(i => rig.Join(deflates: i % 2 == 0).Wire).ToList();
        for (var i = 0; i < 20; i++)
        {
            rig.Post($"{i}", i % 3 == 0 ? new PostOptions(IsSignal: true) : default);
            if (i % 4 == 0) rig.Room.Flush();
        }

        rig.Room.Flush();

        var expected = string.Join(' ', Enumerable.Range(0, 20));
        wires.Count(wire => string.Join(' ', wire.Texts) == expected).Should().Be(Many);
    }

    [Fact]
    public async Task Flush_ManyPublishersAtOnce_AllMembersGetTheSameOrder()
    {
        const int Publishers = 4;
        const int Each = 10;
        await using var rig = new Rig();
        var wires = Enumerable.Range(0, Many).Select(_ => rig.Join().Wire).ToList();

        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++) rig.Deliver($"{publisher} {i}");
        }))).Soon();

        // A drain that goes on in the pool may still be at work.
        await WaitForAllAsync(wires, Publishers * Each);
        var order = wires[0].Texts.ToList();
        order.Should().HaveCount(Publishers * Each);
        foreach (var publisher in order.GroupBy(text => text[0])) publisher.Select(text => text[2..]).Should().Equal(Enumerable.Range(0, Each).Select(i => $"{i}"));
        wires.Count(wire => wire.Texts.SequenceEqual(order)).Should().Be(Many);
    }

    [Fact]
    public async Task Flush_ManyMembersAndOneStalls_OnlyThatOneIsClosed()
    {
        await using var rig = new Rig(options => (options.OutboxMessages, options.InboxMessages) = (4, 4));
        var wires = Enumerable.Range(0, Many).Select(_ => rig.Join().Wire).ToList();
        var (slow, wire) = rig.Join();
        wire.Hold();
        for (var i = 0; i < 10; i++) rig.Deliver($"{i}");

        slow.Reason!.Cause.Should().Be(CloseCause.TooSlow);
        wires.Count(one => one.Texts.Count() == 10).Should().Be(Many);
    }

    private static async Task WaitForAllAsync(List<RigWire> wires, int messages)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        foreach (var wire in wires)
        {
            while (wire.Texts.Count() < messages)
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }
}
