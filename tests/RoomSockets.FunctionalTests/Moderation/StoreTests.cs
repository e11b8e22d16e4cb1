using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomSockets.Databases;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Moderation;

/// <summary>Several nodes over one store, restarts, and a store that is away.</summary>
public sealed class StoreTests
{
    private static readonly BanSubject Ann = BanSubject.OfUser("ann");

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Restrictions_InADatabase_SurviveARestart(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var before = await StartAsync(database))
        {
            await before.Rooms.BanAsync(Ann, "lobby");
            await before.Rooms.MuteAsync("bob", "lobby");
            await before.Rooms.PublishAsync("lobby", "secret");
            await before.Rooms.DeleteAlertAsync("lobby", 1);
        }

        await using var app = await StartAsync(database);

        await using var ann = await app.KnockAsync("/ws/lobby?token=ann");
        ann.Status.Should().Be(403);
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        (await bob.JoinAsync("lobby", history: 10))["messages"]!.ToJsonString().Should().Be("""[{"offset":1,"deleted":true}]""");
        await bob.SendAsync("""{"type":"publish","id":1,"room":"lobby","data":"x"}""");
        (await bob.ReadAsync("error")).Code().Should().Be("muted");
        var records = await app.Services.GetRequiredService<IModerationStore>().ReadAuditAsync(new AuditQuery("lobby"), default);
        records.Select(static record => record.Action).Should().Equal(AuditAction.Delete, AuditAction.Mute, AuditAction.Ban);
    }

    [Fact]
    public async Task Ban_OfAnotherNode_IsEnforcedWithinTheInterval()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore().ConfigureModeration(static options => options.RefreshInterval = TimeSpan.FromSeconds(10)), clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        var store = app.Services.GetRequiredService<IModerationStore>();
        await store.BanAsync(new NewBan(Ann, "lobby", null, null, null), default);
        await ann.ExpectNothingAsync();

        await PassUntilAsync(app, clock, static restrictions => !restrictions.IsEmpty, "the ban is known");
        (await ann.ReadAsync("left"))["reason"]!.ToString().Should().Be("banned");
        await store.UnbanAsync(Ann, "lobby", null, default);
        await PassUntilAsync(app, clock, static restrictions => restrictions.IsEmpty, "the ban is ended");
        await ann.JoinAsync("lobby");
    }

    /// <summary>Lets time pass in small steps: nobody can see from here when the timer of the next turn is set.</summary>
    internal static Task PassUntilAsync(TestApp app, FakeClock clock, Func<Restrictions, bool> isSo, string because)
    {
        var restrictions = app.Services.GetRequiredService<Restrictions>();
        return TestApp.EventuallyAsync(
            () =>
            {
                if (!isSo(restrictions)) clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(isSo(restrictions));
            },
            because);
    }

    [Fact]
    public async Task Start_TheStoreIsAway_NobodyGetsInUntilItTells()
    {
        var clock = new FakeClock();
        var store = new AwayStore(new MemoryModerationStore(new MemoryStoreOptions(), clock)) { IsAway = true };
        await store.BanAsync(new NewBan(Ann, null, null, null, null), default);
        await using var app = await V1App.StartAsync(rooms => rooms.Services.AddSingleton<IModerationStore>(store), clock: clock);

        await using var early = await app.KnockAsync("/ws/lobby?token=bob");
        early.Status.Should().Be(503);
        JsonNode.Parse(early.Body)!["code"]!.ToString().Should().Be("store_unavailable");
        app.Logs.Entries.Should().Contain(static entry => entry.Level == LogLevel.Warning && entry.Text.Contains("Nobody is let in"));

        store.IsAway = false;
        await PassUntilAsync(app, clock, static restrictions => restrictions.IsKnown, "it is known who is banned");
        await using var bob = await app.ConnectAsync("/ws/lobby?token=bob");
        await using var ann = await app.KnockAsync("/ws/lobby?token=ann");
        ann.Status.Should().Be(403);

        // What was known goes on to hold.
        store.IsAway = true;
        var reads = store.Reads;
        await PassUntilAsync(app, clock, _ => store.Reads > reads, "the store was asked again");
        await using var still = await app.KnockAsync("/ws/lobby?token=ann");
        still.Status.Should().Be(403);
        await using var eve = await app.ConnectAsync("/ws/lobby?token=eve");
    }

    [Fact]
    public async Task BanAsync_TheStoreIsAway_IsAnErrorAndChangesNothing()
    {
        var store = new AwayStore(new MemoryModerationStore(new MemoryStoreOptions(), TimeProvider.System));
        await using var app = await V1App.StartAsync(rooms => rooms.Services.AddSingleton<IModerationStore>(store));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        store.IsAway = true;

        var ban = async () => await app.Rooms.BanAsync(Ann);

        await ban.Should().ThrowAsync<StoreUnavailableException>();
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task BanAsync_TheStoreIsSilentForTheRefresh_WaitsNoLongerThanItsPatience()
    {
        var clock = new FakeClock();
        var store = new AwayStore(new MemoryModerationStore(new MemoryStoreOptions(), clock));
        await using var app = await V1App.StartAsync(
            rooms =>
            {
                rooms.Services.AddSingleton<IModerationStore>(store);
                rooms.ConfigureModeration(static options => options.RefreshInterval = TimeSpan.FromSeconds(1));
            },
            clock: clock);
        var reads = store.Reads;
        store.IsSilent = true;
        await TestApp.EventuallyAsync(
            () =>
            {
                // Again and again: the refresh begins by itself, and may not have set its timer yet.
                if (store.Reads == reads) clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(store.Reads > reads);
            },
            "the store was asked");

        var ban = app.Rooms.BanAsync(Ann).AsTask();
        ban.IsCompleted.Should().BeFalse("what is read now must not undo it");
        clock.Advance(TimeSpan.FromSeconds(5));

        (await ban.Patiently()).Should().Be(0);
    }

    public static IEnumerable<object[]> Databases => DatabasesAttribute.Kinds.Select(static kind => new object[] { kind });

    private static Task<TestApp> StartAsync(TestDatabase database) => V1App.StartAsync(
        rooms => rooms.AddEntityFrameworkStore(database.Use),
        map: static app =>
        {
            using var scope = app.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<EntityFramework.RoomSocketsDbContext>().Database.EnsureCreated();
        });
}

/// <summary>A store that answers, or does not.</summary>
internal sealed class AwayStore(IModerationStore inner) : IModerationStore
{
    private int _reads;

    public bool IsAway { get; set; }

    /// <summary>Whether it neither answers nor refuses.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What comes before each record.</summary>
    public Action<CancellationToken>? BeforeRecord { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public ValueTask<StoredRestrictions> GetInForceAsync(int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        if (IsSilent) return new ValueTask<StoredRestrictions>(new TaskCompletionSource<StoredRestrictions>().Task);
        return IsAway ? throw new StoreUnavailableException("away") : inner.GetInForceAsync(limit, cancellationToken);
    }

    public ValueTask<StoredBan> BanAsync(NewBan ban, CancellationToken cancellationToken) =>
        IsAway && Reads > 0 ? throw new StoreUnavailableException("away") : inner.BanAsync(ban, cancellationToken);

    public ValueTask<bool> UnbanAsync(BanSubject subject, string? room, string? actor, CancellationToken cancellationToken) => inner.UnbanAsync(subject, room, actor, cancellationToken);

    public ValueTask<StoredMute> MuteAsync(NewMute mute, CancellationToken cancellationToken) => inner.MuteAsync(mute, cancellationToken);

    public ValueTask<bool> UnmuteAsync(string userId, string? room, string? actor, CancellationToken cancellationToken) => inner.UnmuteAsync(userId, room, actor, cancellationToken);

    public ValueTask SetSlowModeAsync(string room, int seconds, string? actor, CancellationToken cancellationToken) => inner.SetSlowModeAsync(room, seconds, actor, cancellationToken);

    public ValueTask RecordAsync(NewAuditRecord record, CancellationToken cancellationToken)
    {
        BeforeRecord?.Invoke(cancellationToken);
        return inner.RecordAsync(record, cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredAuditRecord>> ReadAuditAsync(AuditQuery query, CancellationToken cancellationToken) => inner.ReadAuditAsync(query, cancellationToken);
}
