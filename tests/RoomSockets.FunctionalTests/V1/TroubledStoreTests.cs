using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>What a store in trouble does to those who wait for it.</summary>
public sealed class TroubledStoreTests
{
    [Fact]
    public async Task Publish_WhoseAnswerTheStoreLost_ReachesEverybodyInTheEnd()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var store = app.Services.GetRequiredService<WatchedStore>();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("lobby");
        var epoch = (await bob.JoinAsync("lobby"))["epoch"]!.ToString();
        store.AfterAppend = static () => throw new StoreUnavailableException("The answer is lost.");
        await ann.SendAsync("""{"type":"publish","id":1,"room":"lobby","key":"k","data":"hello"}""");
        var error = await ann.ReadAsync("error");
        (error.Code(), error["temporary"]!.GetValue<bool>()).Should().Be(("store_unavailable", true));
        await bob.ExpectNothingAsync();

        store.AfterAppend = null;
        await ann.SendAsync("""{"type":"publish","id":2,"room":"lobby","key":"k","data":"hello"}""");

        var gap = await bob.ReadAsync("gap");
        (gap["room"]!.ToString(), gap["from"]!.GetValue<long>(), gap["to"]!.GetValue<long>()).Should().Be(("lobby", 1L, 1L));
        await ann.ReadAsync("gap");
        var ack = await ann.ReadAsync("ack");
        (ack.Offset(), ack["duplicate"]!.GetValue<bool>()).Should().Be((1L, true));
        var joined = await bob.JoinAsync("lobby", (0, epoch));
        (joined.Offset(), joined.Recovered(), joined["messages"]![0]!["data"]!.ToString()).Should().Be((1L, true, "hello"));
        await ann.SendAsync("""{"type":"publish","id":3,"room":"lobby","data":"next"}""");
        (await bob.ReadAsync("message")).Offset().Should().Be(2);
    }

    [Fact]
    public async Task Join_WhileTheStoreHangs_LetsGoOfThoseWhoHaveGone()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        for (var i = 0; i < 5; i++) await app.Rooms.PublishAsync("lobby", $"{i}");
        var epoch = (await app.Services.GetRequiredService<IRoomStore>().FindRoomAsync("lobby", default))!.Epoch;
        var (entered, gate) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        app.Services.GetRequiredService<WatchedStore>().BeforeRead = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        var first = await V1Client.ConnectAsync(app, "ann");
        await first.SendJoinAsync("lobby", (1, epoch));
        await entered.Task.Patiently();
        var second = await V1Client.ConnectAsync(app, "bob");
        await second.SendJoinAsync("lobby", (2, epoch));

        await first.DisposeAsync();
        await second.DisposeAsync();

        await app.LeftAsync(0);
        gate.SetResult();
    }

    [Fact]
    public async Task Join_AgainWhileTheStoreFails_StaysWhereItWas()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        for (var i = 0; i < 5; i++) await app.Rooms.PublishAsync("lobby", $"{i}");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        var epoch = (await ann.JoinAsync("lobby"))["epoch"]!.ToString();
        app.Services.GetRequiredService<WatchedStore>().BeforeRead = static () => throw new StoreUnavailableException("The store is away.");

        await ann.SendJoinAsync("lobby", (1, epoch));

        (await ann.ReadAsync("error")).Code().Should().Be("store_unavailable");
        await app.Rooms.PublishAsync("lobby", "still here");
        (await ann.ReadAsync("message")).Data().Should().Be("still here");
    }
}
