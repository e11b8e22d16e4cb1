using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.BuiltIn;

public sealed class MonitorTests
{
    [Fact]
    public async Task Snapshot_OfRawAndV1_TellsWhatGoesOn()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddRoomMonitor());
        await using var raw = await app.ConnectAsync("/ws/r?token=bob");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");
        await raw.SendAsync("hello");
        await raw.ReceiveAsync();
        await ann.ReadAsync("message");
        await ann.PublishAsync("r", "hi");
        await raw.ReceiveAsync();
        await ann.SendAsync("""{"type":"direct","id":1,"to":"bob","data":"psst"}""");
        await ann.ReadUntilAsync("ack");

        var now = app.Services.GetRequiredService<IRoomMonitor>().Snapshot();

        (now.Connections, now.Users, now.OccupiedRooms, now.Received.Messages, now.Received.Bytes).Should().Be((2, 2, 1, 3, 11));
        now.Received.PerSecond.Should().BeGreaterThan(0);
        var room = now.Rooms.Should().ContainSingle("a conversation of two is nobody's business").Subject;
        (room.Room, room.Members, room.Received.Messages, room.Delivered.Messages).Should().Be(("r", 2, 2, 4));
    }

    [Fact]
    public async Task Endpoint_WithoutAToken_TellsNothing()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddRoomMonitor(), map: static map => map.MapRoomMonitor());
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");
        await ann.PublishAsync("r", "hello");
        using var http = new HttpClient { BaseAddress = app.Http, Timeout = TestApp.Patience };

        (await http.GetAsync("/monitor")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "ann");
        var json = JsonNode.Parse(await http.GetStringAsync("/monitor"))!;

        (json["connections"]!.GetValue<int>(), json["received"]!["messages"]!.GetValue<long>(), json["rooms"]![0]!["room"]!.ToString()).Should().Be((1, 1L, "r"));
        JsonNode.Parse(await http.GetStringAsync("/monitor?rooms=0"))!["rooms"]!.AsArray().Should().BeEmpty();
    }
}
