using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>What a client missed comes before what goes on, nothing twice and nothing missing; else it is told so.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task Join_WhileMessagesFlow_JoinedComesFirstAndTheSeamHasNoHole()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var (epoch, store) = await ForgetInMemoryAsync(app, "lobby", messages: 5);
        var gate = Waiting.Gate();
        var entered = Waiting.Gate();
        store.BeforeRead = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.SendJoinAsync("lobby", (2, epoch));
        await entered.Task.Patiently();

        for (var i = 6; i <= 9; i++) (await app.Rooms.PublishAsync("lobby", $"{i}").AsTask().Patiently()).Should().Be(i);
        gate.SetResult();

        var joined = await ann.ReadAsync("joined");
        joined.Recovered().Should().BeTrue();
        joined.Offset().Should().Be(5);
        joined.Offsets().Should().Equal(3, 4, 5);
        (await ann.ReadAsync(4)).Select(static frame => frame.Offset()).Should().Equal(6, 7, 8, 9);
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Join_MoreHappensThanIsHeldWhileThePastIsRead_BeginsAtTheEnd()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms), static options => (options.OutboxMessages, options.InboxMessages) = (20, 20));
        var (epoch, store) = await ForgetInMemoryAsync(app, "lobby", messages: 5);
        var gate = Waiting.Gate();
        var entered = Waiting.Gate();
        store.BeforeRead = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.SendJoinAsync("lobby", (2, epoch));
        await entered.Task.Patiently();

        for (var i = 6; i <= 30; i++) await app.Rooms.PublishAsync("lobby", $"{i}").AsTask().Patiently();
        gate.SetResult();

        var joined = await ann.ReadAsync("joined");
        joined.Recovered().Should().BeFalse();
        joined.Offset().Should().Be(30);
        joined.ContainsKey("messages").Should().BeFalse();
        await app.Rooms.PublishAsync("lobby", "31");
        (await ann.ReadAsync("message")).Offset().Should().Be(31);
    }

    [Fact]
    public async Task Join_TheStoreIsAway_IsTemporaryAndTheNextTimeItWorks()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var (epoch, store) = await ForgetInMemoryAsync(app, "lobby", messages: 5);
        store.BeforeRead = static () => throw new StoreUnavailableException("away", null);
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        await ann.SendJoinAsync("lobby", (2, epoch));
        var error = await ann.ReadAsync("error");
        await app.Rooms.PublishAsync("lobby", "6");
        store.BeforeRead = null;

        error.Code().Should().Be("store_unavailable");
        error["temporary"]!.GetValue<bool>().Should().BeTrue();
        error["room"]!.ToString().Should().Be("lobby");
        (await app.Rooms.CountMembersAsync("lobby")).Should().Be(0, "whoever has no position is no member");
        var joined = await ann.JoinAsync("lobby", (2, epoch));
        joined.Recovered().Should().BeTrue();
        joined.Offsets().Should().Equal(3, 4, 5, 6);
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Join_ThePositionCannotBeTold_IsTemporaryAndTheNextTimeItWorks()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        await app.Rooms.PublishAsync("lobby", "1");
        var store = app.Services.GetRequiredService<WatchedStore>();
        store.BeforeFind = static () => throw new StoreUnavailableException("away", null);
        await using var nobody = await V1Client.ConnectAsync(app);

        await nobody.SendJoinAsync("lobby");
        (await nobody.ReadAsync("error")).Code().Should().Be("store_unavailable");
        store.BeforeFind = null;

        (await nobody.JoinAsync("lobby")).Offset().Should().Be(1);
    }

    [Fact]
    public async Task Join_ManyWithTheSamePosition_TheStoreIsReadOnce()
    {
        const int clients = 200;
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var (epoch, store) = await ForgetInMemoryAsync(app, "lobby", messages: 50);
        var before = store.Reads;
        var everybody = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => V1Client.ConnectAsync(app)));

        await Task.WhenAll(everybody.Select(client => client.SendJoinAsync("lobby", (10, epoch))));

        foreach (var client in everybody)
        {
            var joined = await client.ReadAsync("joined");
            joined.Recovered().Should().BeTrue();
            joined.Offsets().Should().Equal(Enumerable.Range(11, 40).Select(static i => (long)i));
            await client.DisposeAsync();
        }

        (store.Reads - before).Should().Be(1);
    }

    [Fact]
    public async Task Join_ManyWhoseGapIsTooLarge_TheStoreIsNotReadForEachOfThem()
    {
        const int clients = 20;
        await using var app = await V1App.StartAsync(
            static rooms => WatchedStore.AddTo(rooms), static options => (options.OutboxBytes, options.MaxMessageBytes) = (64 * 1024, 8 * 1024));
        var (epoch, store) = await ForgetInMemoryAsync(app, "lobby", messages: 40, text: new string('x', 2000));
        var before = store.Reads;
        var everybody = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => V1Client.ConnectAsync(app)));

        foreach (var client in everybody)
        {
            await client.SendJoinAsync("lobby", (1, epoch));
            (await client.ReadAsync("joined")).Recovered().Should().BeFalse("80 kB are more than half the outbox");
            await client.DisposeAsync();
        }

        (store.Reads - before).Should().BeLessThan(5);
    }

    [Fact]
    public async Task Join_SinceWhatRetentionTook_IsAGap()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms, static memory => memory.AlertsPerRoom = 5));
        var (epoch, _) = await ForgetInMemoryAsync(app, "lobby", messages: 20);
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        var tooOld = await ann.JoinAsync("lobby", (14, epoch));
        tooOld.Recovered().Should().BeFalse();
        tooOld.Offset().Should().Be(20);
        tooOld.ContainsKey("messages").Should().BeFalse("never a part of a gap");
        (await ann.JoinAsync("lobby", (15, epoch))).Offsets().Should().Equal(16, 17, 18, 19, 20);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public async Task Join_AtTheBoundOfMessages_IsRecoveredOrNot(int missed, bool isRecovered)
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms), static options => options.RecoveryMessages = 20);
        var (epoch, _) = await ForgetInMemoryAsync(app, "lobby", messages: 30);
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        var joined = await ann.JoinAsync("lobby", (30 - missed, epoch));

        joined.Recovered().Should().Be(isRecovered);
        joined.Offset().Should().Be(30);
        if (isRecovered) joined.Offsets().Should().HaveCount(missed);
    }

    [Fact]
    public async Task Join_MoreBytesThanHalfTheOutbox_IsAGapForTheOneAndNotForTheOther()
    {
        await using var app = await V1App.StartAsync(
            static rooms => WatchedStore.AddTo(rooms), static options => (options.OutboxBytes, options.MaxMessageBytes) = (64 * 1024, 8 * 1024));
        var (epoch, _) = await ForgetInMemoryAsync(app, "lobby", messages: 40, text: new string('x', 2000));
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        (await ann.JoinAsync("lobby", (1, epoch))).Recovered().Should().BeFalse();
        var joined = await ann.JoinAsync("lobby", (30, epoch));

        joined.Recovered().Should().BeTrue();
        joined.Offsets().Should().HaveCount(10);
        joined.ToJsonString().Length.Should().BeLessThan(32 * 1024);
    }

    [Theory]
    [InlineData(6, true)] // behind the end
    [InlineData(5, false)] // another epoch
    public async Task Join_APositionThatNeverWas_IsAGap(long offset, bool rightEpoch)
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var (epoch, _) = await ForgetInMemoryAsync(app, "lobby", messages: 5);
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        var joined = await ann.JoinAsync("lobby", (offset, rightEpoch ? epoch : epoch + "x"));

        joined.Recovered().Should().BeFalse();
        joined.Position().Should().Be((5L, epoch));
    }

    [Fact]
    public async Task Join_AtTheVeryEnd_IsRecoveredWithNothing()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var (epoch, store) = await ForgetInMemoryAsync(app, "lobby", messages: 5);
        var before = store.Reads;
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        var joined = await ann.JoinAsync("lobby", (5, epoch));

        joined.Recovered().Should().BeTrue();
        joined.Offsets().Should().BeEmpty();
        store.Reads.Should().Be(before);
    }

    [Fact]
    public async Task Route_SinceInTheQuery_Recovers()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var (epoch, _) = await ForgetInMemoryAsync(app, "lobby", messages: 5);

        await using var ann = await V1Client.ConnectAsync(app, "ann", $"/ws/lobby?since=3&epoch={epoch}");

        var joined = await ann.ReadAsync("joined");
        joined.ContainsKey("id").Should().BeFalse();
        joined.Recovered().Should().BeTrue();
        joined.Offsets().Should().Equal(4, 5);
    }

    [Fact]
    public async Task Join_ManyRoomsWithLongGapsBeforeAnythingIsRead_AllAreRecovered()
    {
        const int rooms = 40;
        await using var app = await V1App.StartAsync(static builder => WatchedStore.AddTo(builder));
        var text = new string('x', 50_000);
        var epochs = new List<string>();
        for (var room = 0; room < rooms; room++) epochs.Add((await ForgetInMemoryAsync(app, $"{room}", messages: 10, text)).Epoch);
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        // 20 MB: far more than the outbox and the buffers between.
        await ann.SendAllAsync(Enumerable.Range(0, rooms).Select(room => Frames.Join($"{room}", $"{room}", (1, epochs[room])).ToJsonString()));
        await app.UntilAsync(() => app.Services.GetRequiredService<RoomDirectory>().All.All(static entry => entry.Connection.Reason is not null || entry.Connection.Outbox.IsWaiting), "nothing goes out any more");

        for (var room = 0; room < rooms; room++) (await ann.ReadAsync("joined")).Offsets().Should().HaveCount(9);
    }

    /// <summary>A room with messages of which nothing is at hand, so that whoever comes back needs the store.</summary>
    private static async Task<(string Epoch, WatchedStore Store)> ForgetInMemoryAsync(TestApp app, string room, int messages, string text = "x")
    {
        for (var i = 0; i < messages; i++) await app.Rooms.PublishAsync(room, text).AsTask().Patiently();
        var store = app.Services.GetRequiredService<WatchedStore>();
        return ((await store.FindRoomAsync(room, CancellationToken.None))!.Epoch, store);
    }
}
