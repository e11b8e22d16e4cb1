using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace RoomSockets.SoakTests;

/// <summary>A client's connection is cut again and again while messages flow. Short by default; <c>ROOMSOCKETS_SOAK=long</c> cuts it a thousand times.</summary>
[Collection(nameof(Alone))]
public sealed class CutTests(ITestOutputHelper output)
{
    private const string Room = "flow";
    private const int PerSecond = 500;
    private const int OwnPerSecond = 25;
    private const int Seed = 20260101;
    private static readonly int Cuts = Environment.GetEnvironmentVariable("ROOMSOCKETS_SOAK") == "long" ? 1000 : 20;

    [Theory]
    [InlineData("/ws", "joined by a frame")]
    [InlineData("/ws/flow", "joined by the route, then by a frame")]
    public Task DotNet_CutAtRandomMoments_SeesEveryOffsetOnceInOrder(string path, string how) =>
        RunAsync(path, $".NET, {how}", static address => new DotNetClient(address, Room, Seed));

    [NodeFact]
    public Task JavaScript_CutAtRandomMoments_SeesEveryOffsetOnceInOrder() =>
        RunAsync("/ws", "JavaScript", static address => new JavaScriptClient(address, Room));

    private async Task RunAsync(string path, string who, Func<Uri, ICutClient> create)
    {
        await using var stage = await CutStage.StartAsync(path);
        using var cutter = new Cutter(stage.Proxy, Seed);
        await using var client = create(stage.Proxy.Address);
        await client.JoinAsync().WaitAsync(SoakHost.Patience);
        var started = Stopwatch.GetTimestamp();
        await using var flow = Flow.Start(PerSecond, text => stage.PublishAsync(Room, text));
        await using var own = Flow.Start(OwnPerSecond, client.PublishAsync);

        await cutter.CutAsync(Cuts).WaitAsync(TimeSpan.FromSeconds(30 + Cuts));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.WhenAll(flow.StopAsync(), own.StopAsync()).WaitAsync(SoakHost.Patience);
        var kept = await stage.ReadAsync(Room);
        var seen = await client.ReadUntilAsync(kept[^1].Offset).WaitAsync(SoakHost.Patience);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{who}: {stage.Proxy.Cuts} cuts of {stage.Proxy.Opened} connections in {seconds:N1} s, {kept.Count} messages ({kept.Count / seconds:N0} a second), {client.Reconnects} reconnects, {client.Gaps} gaps, {client.Acknowledged.Count} own messages, {client.Duplicates} of them acknowledged again"));
        client.Gaps.Should().Be(0, "every hole can be filled");
        seen.Select(message => message.Offset).Should().Equal(Enumerable.Range(1, kept.Count).Select(i => (long)i), "every offset is seen once and in order");
        seen.Should().Equal(kept, "what is seen is what is kept");
        var offsets = kept.ToLookup(message => message.Text, message => message.Offset, StringComparer.Ordinal);
        client.Acknowledged.Should().HaveCount(own.Count, "each is acknowledged");
        client.Acknowledged.Where(pair => !offsets[pair.Key].SequenceEqual([pair.Value])).Should().BeEmpty("each of its own is there once, where it was acknowledged");
    }
}

/// <summary>Tests whose figures mean nothing while others keep the machine busy: they run after all others, one by one.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
