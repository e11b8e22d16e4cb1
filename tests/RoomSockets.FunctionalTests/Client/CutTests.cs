using System.Globalization;
using RoomSockets.Client;
using RoomSockets.FunctionalTests.Conformance;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Testing;

namespace RoomSockets.FunctionalTests.Client;

/// <summary>Connections that are cut at any byte.</summary>
public sealed class CutTests
{
    private const int Messages = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Cut_AtAnyByteOverAndOver_EveryMessageIsReadAndStoredOnce(int seed)
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var proxy = CuttingProxy.Start(host.App.Ws);
        await using var ann = Clients.Create(new Uri(proxy.Address, "/ws"), "ann");
        await using var bob = await host.App.ClientAsync("bob");
        await ann.ConnectAsync().Patiently();
        var (here, there) = (await ann.JoinAsync("lobby").Patiently(), await bob.JoinAsync("lobby").Patiently());
        var gaps = 0;
        here.GapFound += (_, _) => Interlocked.Increment(ref gaps);
        proxy.Plan = PlannedCut.Random(seed, least: 600, most: 6000);
        proxy.Cut();

        var offsets = await PublishAsync(here, there).WaitAsync(4 * TestApp.Patience);

        proxy.Plan = null;
        var read = await here.TakeAsync(2 * Messages);
        read.Select(message => message.Offset).Should().Equal(Enumerable.Range(1, 2 * Messages).Select(i => (long)i));
        read.Where(message => message.From!.Id == "ann").Select(message => message.Text).Should().Equal(Texts("ann"));
        read.Where(message => message.From!.Id == "bob").Select(message => message.Text).Should().Equal(Texts("bob"));
        offsets.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        gaps.Should().Be(0);
        proxy.Cuts.Should().BeGreaterThan(5);
    }

    [Fact]
    public async Task Cut_WhenSilent_IsNoticedAndRecovered()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var proxy = CuttingProxy.Start(host.App.Ws);
        var clock = new RoomSockets.Tests.FakeClock();
        await using var ann = Clients.Create(new Uri(proxy.Address, "/ws"), "ann", options => options.Clock = clock);
        await ann.ConnectAsync().Patiently();
        var room = await ann.JoinAsync("lobby").Patiently();
        proxy.Pause();
        await host.App.Rooms.PublishAsync("lobby", "missed").AsTask().Patiently();

        clock.Advance(TimeSpan.FromSeconds(45));
        ann.State.Should().Be(ClientState.Reconnecting);
        proxy.Resume();
        ann.RetryNow();

        (await room.TakeAsync(1)).Should().ContainSingle().Which.Text.Should().Be("missed");
    }

    private static IEnumerable<string> Texts(string name) => Enumerable.Range(1, Messages).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name} {i}"));

    /// <summary>One after the other, so that what is missed at a time stays smaller than what passes between two cuts.</summary>
    private static async Task<List<long>> PublishAsync(ClientRoom here, ClientRoom there)
    {
        var offsets = new List<long>();
        foreach (var (mine, other) in Texts("ann").Zip(Texts("bob")))
        {
            offsets.Add((await here.PublishAsync(mine)).Offset);
            offsets.Add((await there.PublishAsync(other)).Offset);
        }

        return offsets;
    }
}
