using RoomSockets.Client;
using RoomSockets.FunctionalTests.Conformance;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Client;

/// <summary>What a restart of the host leaves of the promises.</summary>
public sealed class RestartTests
{
    private const int Messages = 60;

    [Fact]
    public async Task Restart_WithADatabase_EveryMessageIsReadOnceAndInOrder()
    {
        await using var host = await ConformanceHost.StartAsync("SQLite");
        await using var ann = await host.App.ClientAsync("ann", configure: Clients.To(() => host.App));
        await using var bob = await host.App.ClientAsync("bob", configure: Clients.To(() => host.App));
        var (here, there) = (await ann.JoinAsync("lobby").Patiently(), await bob.JoinAsync("lobby").Patiently());
        var gaps = 0;
        here.GapFound += (_, _) => Interlocked.Increment(ref gaps);
        var publishing = PublishAsync(there);
        var first = await here.TakeAsync(Messages / 3);

        await host.RestartAsync();

        var all = first.Concat(await here.TakeAsync(Messages - first.Count)).ToList();
        all.Select(message => message.Offset).Should().Equal(Enumerable.Range(1, Messages).Select(i => (long)i));
        all.Select(message => message.Text).Should().Equal(Enumerable.Range(1, Messages).Select(i => $"{i}"));
        (await publishing.Patiently()).Should().Equal(Enumerable.Range(1, Messages).Select(i => (long)i), "an acknowledged message has the place that it was given");
        gaps.Should().Be(0);
    }

    [Fact]
    public async Task Restart_WithoutAStoreThatSurvives_IsToldAsAGapAndGoesOn()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var ann = await host.App.ClientAsync("ann", configure: Clients.To(() => host.App));
        var room = await ann.JoinAsync("lobby").Patiently();
        await room.PublishAsync("before").Patiently();
        await room.TakeAsync(1);
        var gap = Clients.NextAsync<RoomGap>(handler => room.GapFound += handler);

        await host.RestartAsync();

        (await gap).Should().Be(new RoomGap(1, 0, HasRestarted: true));
        await room.PublishAsync("after").Patiently();
        (await room.TakeAsync(1)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Offset = 1, Text = "after" });
    }

    /// <summary>Publishes one after the other, as a person would, and takes no notice of the restart.</summary>
    private static async Task<List<long>> PublishAsync(ClientRoom room)
    {
        var offsets = new List<long>();
        for (var i = 1; i <= Messages; i++) offsets.Add((await room.PublishAsync($"{i}").Patiently()).Offset);
        return offsets;
    }
}
