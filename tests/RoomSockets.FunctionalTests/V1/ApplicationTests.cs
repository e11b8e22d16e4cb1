using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>What the application does, as members that speak the sub-protocol see it.</summary>
public sealed class ApplicationTests
{
    [Fact]
    public async Task TextOfTheApplication_IsANoticeOrASignalOrAMessage()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        var id = ann.Welcome["connection"]!.ToString();

        (await app.Rooms.SendToUserAsync("ann", "for you")).Should().Be(1);
        (await app.Rooms.SendToConnectionAsync(id, "for this")).Should().BeTrue();
        await app.Rooms.SendToRoomAsync("lobby", "for all");
        await app.Rooms.SendToRoomAsync("lobby", "not for you", [id]);
        await app.Rooms.SendToRoomAsync("lobby", MessageData.Binary(new byte[] { 1 }));
        await app.Rooms.SignalRoomAsync("lobby", "on air", name: "state");
        await app.Rooms.PublishAsync("lobby", "kept");
        await app.Rooms.PublishAsync("lobby", MessageData.Json(5, (JsonTypeInfo<int>)JsonSerializerOptions.Default.GetTypeInfo(typeof(int))));

        var frames = await ann.ReadAsync(6);
        frames.Select(static frame => $"{frame.Type()} {frame["room"]} {frame["name"]} {frame["offset"]} {frame["data"]!.ToJsonString()}").Should().Equal(
            "signal  notice  \"for you\"", "signal  notice  \"for this\"", "signal lobby notice  \"for all\"",
            "signal lobby state  \"on air\"", "message lobby  1 \"kept\"", "message lobby  2 5");
        frames[4]["from"].Should().BeNull();
        frames[4].ContainsKey("from").Should().BeTrue();
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Join_ByTheApplication_IsToldWithoutAnId()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        (await app.Rooms.JoinAsync(ann.Welcome["connection"]!.ToString(), "lobby")).Should().Be(JoinResult.Joined);

        var joined = await ann.ReadAsync("joined");
        (joined["room"]!.ToString(), joined.ContainsKey("id")).Should().Be(("lobby", false));
    }

    [Fact]
    public async Task Leave_ByTheApplication_IsToldWithAReason()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        (await app.Rooms.LeaveAsync(ann.Welcome["connection"]!.ToString(), "lobby")).Should().BeTrue();

        var left = await ann.ReadAsync("left");
        (left["room"]!.ToString(), left.ContainsKey("id"), left.ContainsKey("reason")).Should().Be(("lobby", false, true));
        await app.Rooms.PublishAsync("lobby", "x");
        await ann.ExpectNothingAsync();
    }

    /// <summary>Between the decision to let it in and the open socket a connection can be found already.</summary>
    [Fact]
    public async Task Welcome_PrecedesEverything()
    {
        var (gate, entered) = (Waiting.Gate(), Waiting.Gate());
        await using var app = await V1App.StartAsync(map: web => web.Use(async (http, next) =>
        {
            if (http.Features.Get<IHttpUpgradeFeature>() is { } upgrade && http.Request.Query.ContainsKey("slow"))
                http.Features.Set<IHttpUpgradeFeature>(new GatedUpgrade(upgrade, entered, gate.Task));
            await next(http);
        }));
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        var opening = V1Client.OpenAsync(app, "ann", "/ws/lobby?slow=1");
        await entered.Task.Patiently();

        (await app.Rooms.SendToUserAsync("ann", "too early")).Should().Be(1);
        await bob.SendAsync(Frames.Direct("1", "ann", "too early, too"));
        await bob.ReadAsync("ack");
        foreach (var connection in await app.Rooms.GetConnectionsAsync("ann")) _ = app.Rooms.JoinAsync(connection.Id, "other").AsTask();
        gate.SetResult();

        await using var ann = await opening;
        (await ann.ReadAsync()).Type().Should().Be("welcome");
    }

    [Fact]
    public async Task HiddenRooms_AreInNoList()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore(), map: static web => web.MapRoomSocketsApi("/api"));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("lobby");
        await ann.PublishAsync("lobby", "open");
        await ann.SendAsync(Frames.Direct("1", "bob", "psst"));
        await ann.ReadUntilAsync("ack");
        (await bob.ReadAsync("direct")).Data().Should().Be("psst");

        (await app.Rooms.GetRoomsAsync()).Should().Equal("lobby");
        (await app.Rooms.CountAsync()).Rooms.Should().Be(1);
        (await app.Rooms.GetRoomsAsync(ann.Welcome["connection"]!.ToString())).Should().Equal("lobby");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "ann");
        (await app.Services.GetRequiredService<IRoomStore>().FindRoomAsync(2, default))!.Name.Should().StartWith("\u0001", "the second room of the store is theirs");
        foreach (var (method, path) in new[] { (HttpMethod.Post, "rooms/2/join"), (HttpMethod.Post, "rooms/2/leave"), (HttpMethod.Get, "alerts?room_id=2") })
        {
            using var request = new HttpRequestMessage(method, new Uri(app.Http, $"/api/{path}"));
            using var reply = await http.SendAsync(request).Patiently();
            ((int)reply.StatusCode).Should().Be(404, path);
            (await reply.Content.ReadAsStringAsync()).Should().NotContain("psst").And.NotContain("\\u0001");
        }

        foreach (var path in new[] { "rooms", "alerts" })
        {
            var text = await http.GetStringAsync(new Uri(app.Http, $"/api/{path}")).Patiently();
            text.Should().NotContain("psst").And.NotContain("\\u0001").And.Contain(path == "rooms" ? "lobby" : "open");
        }
    }

    private sealed class GatedUpgrade(IHttpUpgradeFeature inner, TaskCompletionSource entered, Task gate) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            entered.TrySetResult();
            await gate;
            return await inner.UpgradeAsync();
        }
    }
}
