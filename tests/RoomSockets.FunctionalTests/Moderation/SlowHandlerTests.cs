using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Moderation;

/// <summary>Handlers that take their time when somebody is put out.</summary>
public sealed class SlowHandlerTests
{
    private static readonly BanSubject Ann = BanSubject.OfUser("ann");

    [Fact]
    public async Task BanAsync_AHandlerWaits_AllAreOutAllTheSame()
    {
        var leaving = new GatedLeaving();
        await using var app = await V1App.StartAsync(rooms => rooms.AddRoomMiddleware(leaving));
        await using var phone = await V1Client.ConnectAsync(app, "ann");
        await using var laptop = await V1Client.ConnectAsync(app, "ann");
        foreach (var device in new[] { phone, laptop }) await device.JoinAsync("lobby");

        var ban = app.Rooms.BanAsync(Ann, "lobby").AsTask();

        foreach (var device in new[] { phone, laptop }) (await device.ReadUntilAsync("left"))["reason"]!.ToString().Should().Be("banned");
        ban.IsCompleted.Should().BeFalse();
        leaving.Gate.SetResult();
        (await ban.Patiently()).Should().Be(2);
    }

    [Fact]
    public async Task Refresh_AHandlerWaits_LaterBansOfOtherNodesAreTakenOver()
    {
        var (clock, leaving) = (new FakeClock(), new GatedLeaving());
        await using var app = await V1App.StartAsync(rooms => rooms.AddMemoryStore().AddRoomMiddleware(leaving), clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        var store = app.Services.GetRequiredService<IModerationStore>();
        await store.BanAsync(new NewBan(Ann, "lobby", null, null, null), default);
        await StoreTests.PassUntilAsync(app, clock, static restrictions => !restrictions.IsEmpty, "the first ban is known");
        (await ann.ReadAsync("left"))["reason"]!.ToString().Should().Be("banned");
        await leaving.Entered.Task.Patiently();
        await store.BanAsync(new NewBan(BanSubject.OfUser("bob"), null, null, null, null), default);

        var restrictions = app.Services.GetRequiredService<Restrictions>();
        await TestApp.EventuallyAsync(
            () =>
            {
                // Whatever it waits for at this moment, patience or the next turn.
                clock.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(restrictions.Table.Bans.Count == 2);
            },
            "the second ban is known");

        leaving.Gate.SetResult();
    }

    private sealed class GatedLeaving : IRoomMiddleware
    {
        public TaskCompletionSource Entered { get; } = Waiting.Gate();

        public TaskCompletionSource Gate { get; } = Waiting.Gate();

        public async ValueTask OnLeftAsync(LeftContext context, RoomStep<LeftContext> next)
        {
            Entered.TrySetResult();
            await Gate.Task;
            await next(context);
        }
    }
}
