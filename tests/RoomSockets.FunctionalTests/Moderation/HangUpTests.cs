using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Accounts;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Moderation;

/// <summary>A moderator who goes while an action is under way leaves nothing half done.</summary>
public sealed class HangUpTests
{
    [Fact]
    public async Task DeleteAlertAsync_TheCallerGoesWhenTheStoreHasDeleted_MembersAreToldAndItIsRecorded()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var store = (WatchedStore)app.Services.GetRequiredService<IRoomStore>();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.PublishAsync("lobby", "secret");
        using var caller = new CancellationTokenSource();
        store.AfterRedact = token =>
        {
            caller.Cancel();
            token.ThrowIfCancellationRequested();
        };

        (await app.Rooms.DeleteAlertAsync("lobby", 1, cancellationToken: caller.Token)).Should().BeTrue();

        (await ann.ReadUntilAsync("redacted")).Offset().Should().Be(1);
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        (await bob.JoinAsync("lobby", history: 10)).ToJsonString().Should().NotContain("secret");
        (await ReadAuditAsync(app)).Should().Equal(AuditAction.Delete);
        var late = async () => await app.Rooms.DeleteAlertAsync("lobby", 1, cancellationToken: caller.Token);
        await late.Should().ThrowAsync<OperationCanceledException>("nothing is begun for one who has gone");
    }

    [Fact]
    public async Task KickAndDelete_TheCallerGoesBeforeTheRecord_ItIsRecorded()
    {
        var moderation = new AwayStore(new MemoryModerationStore(new MemoryStoreOptions(), TimeProvider.System));
        await using var app = await V1App.StartAsync(rooms =>
        {
            rooms.Services.AddSingleton<IModerationStore>(moderation);
            rooms.AddMemoryStore();
        });
        await app.Rooms.PublishAsync("lobby", "one");
        foreach (var act in new Func<CancellationToken, Task>[] { token => app.Rooms.KickAsync("lobby", "ann", cancellationToken: token).AsTask(), token => app.Rooms.DeleteAlertAsync("lobby", 1, cancellationToken: token).AsTask() })
        {
            using var caller = new CancellationTokenSource();
            moderation.BeforeRecord = token =>
            {
                caller.Cancel();
                token.ThrowIfCancellationRequested();
            };

            await act(caller.Token).Patiently();
        }

        (await ReadAuditAsync(app)).Should().Equal(AuditAction.Delete, AuditAction.Kick);
    }

    /// <summary>As it is when the store took it and could not say so.</summary>
    [Fact]
    public async Task DeleteAlert_OfWhatTheStoreHasDeletedAlready_ReachesTheRoomAndTheRecord()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var token = await api.SignInAsync("ann");
        await api.PostAsync("rooms", new { name = "lobby" });
        await app.Rooms.PublishAsync("lobby", "secret");
        await using var ann = new V1Client(await app.KnockAsync("/ws/lobby", $"Sec-WebSocket-Protocol: roomsockets.v1.json, roomsockets.bearer.{token}"));
        await ann.ReadUntilAsync("joined");
        await app.Services.GetRequiredService<IRoomStore>().RedactAsync("lobby", 1, content: null, isJson: false, default);

        (await api.DeleteAsync("alerts/1")).Text.Should().Be("\"ok\"");

        (await ann.ReadAsync("redacted")).Offset().Should().Be(1);
        (await ReadAuditAsync(app)).Should().Equal(AuditAction.Delete);
    }

    private static async Task<IEnumerable<AuditAction>> ReadAuditAsync(TestApp app) =>
        (await app.Services.GetRequiredService<IModerationStore>().ReadAuditAsync(new AuditQuery(), default)).Select(static record => record.Action);
}
