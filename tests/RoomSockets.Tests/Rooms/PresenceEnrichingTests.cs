using Microsoft.Extensions.Logging;

namespace RoomSockets.Tests;

/// <summary>What the host adds about users: asked once for a change, and never in the way of it.</summary>
public sealed class PresenceEnrichingTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Enricher_ThatFails_TheChangeIsToldWithoutIt()
    {
        var enricher = new Enricher(static _ => throw new InvalidOperationException("away"));
        using var world = new V1World(enricher: enricher);
        var ann = await world.JoinAsync("ann", presence: true);

        world.Clock.Advance(Tick);
        await ann.Stream.WaitForFramesAsync(2).Soon();

        var joined = ann.Frames("presence").Single()["joined"]!.AsArray().Single()!.AsObject();
        (joined["id"]!.ToString(), joined.ContainsKey("info")).Should().Be(("ann", false));
        world.Log.Entries.Should().ContainSingle(static entry => entry.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Enricher_ThatIsSlow_TheChangeWaitsFiveSecondsAndNothingOvertakesIt()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var enricher = new Enricher(async cancellationToken =>
        {
            entered.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        });
        using var world = new V1World(enricher: enricher);
        var ann = await world.JoinAsync("ann", presence: true);
        world.Clock.Advance(Tick);
        await entered.Task.Soon();
        var bob = await world.JoinAsync("bob");
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        ann.Frames("presence").Should().BeEmpty();
        enricher.Asked.Should().HaveCount(1);

        world.Clock.Advance(TimeSpan.FromSeconds(3));
        await ann.Stream.WaitForFramesAsync(2).Soon();

        ann.Frames("presence").Single()["joined"]!.AsArray().Select(static user => user!["id"]!.ToString()).Should().Equal("ann");
        bob.Frames("presence").Should().BeEmpty("it did not ask");
    }

    [Fact]
    public async Task Enricher_OfAChange_IsAskedOnceAboutAllOfIt()
    {
        var enricher = new Enricher(static _ => Task.CompletedTask);
        using var world = new V1World(enricher: enricher);
        var ann = await world.JoinAsync("ann", presence: true);
        for (var i = 0; i < 20; i++) await world.JoinAsync($"u{i}");

        world.Clock.Advance(Tick);
        await ann.Stream.WaitForFramesAsync(2).Soon();

        enricher.Asked.Should().ContainSingle().Which.Should().HaveCount(21);
        ann.Frames("presence").Single()["joined"]!.AsArray().Should().HaveCount(21).And.OnlyContain(static user => user!["info"]!.ToString() == "about " + user["id"]!.ToString());
    }

    private sealed class Enricher(Func<CancellationToken, Task> wait) : IPresenceEnricher
    {
        private readonly Lock _gate = new();
        private readonly List<IReadOnlyList<PresentUser>> _asked = [];

        public IReadOnlyList<IReadOnlyList<PresentUser>> Asked
        {
            get
            {
                lock (_gate) return [.. _asked];
            }
        }

        public async ValueTask<IReadOnlyDictionary<string, MessageData>> EnrichAsync(string room, IReadOnlyList<PresentUser> users, CancellationToken cancellationToken)
        {
            lock (_gate) _asked.Add(users);
            await wait(cancellationToken);
            return users.ToDictionary(static user => user.Id, static user => MessageData.Text($"about {user.Id}"));
        }
    }
}
