using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.BuiltIn;

public sealed class TransformTests
{
    [Fact]
    public async Task Censor_RawAndV1_SeeTheMask()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddWordCensor(["damn"]));
        await using var raw = await app.ConnectAsync("/ws/r?token=bob");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");

        await raw.SendAsync("ＤＡＭＮ it");
        await ann.ReadUntilAsync("message");
        await ann.SendAsync("""{"type":"publish","room":"r","data":{"a":["d\u0061mn",1.50]}}""");
        (await ann.ReadAsync("message"))["data"]!.ToJsonString().Should().Be("""{"a":["****",1.50]}""");
        await ann.SendAsync("""{"type":"publish","room":"r","data":"damn"}""");
        (await ann.ReadAsync("message")).Data().Should().Be("****");
        await raw.SendAsync("""{"message":"d\u0061mn"}""");

        (await raw.ReceiveAsync(), await raw.ReceiveAsync(), await raw.ReceiveAsync(), await raw.ReceiveAsync())
            .Should().Be(("**** it", """{"a":["****",1.50]}""", "****", """{"message":"****"}"""));
    }

    [Fact]
    public async Task Censor_DirectMessagesToo_AndNeitherSignalsNorBinary()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddWordCensor(["damn"], "[…]"));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await using var raw = await app.ConnectAsync("/ws/r");
        await bob.JoinAsync("r");
        await ann.JoinAsync("r");

        await ann.SendAsync("""{"type":"direct","to":"bob","data":"damn"}""");
        (await bob.ReadAsync("direct")).Data().Should().Be("[…]");
        await ann.SendAsync("""{"type":"signal","room":"r","name":"typing","data":"damn"}""");
        (await bob.ReadAsync("signal")).Data().Should().Be("damn");
        await raw.SendAsync("damn"u8.ToArray());
        (await raw.ReceiveBinaryAsync()).Should().Equal("damn"u8.ToArray());
    }

    [Fact]
    public async Task Transform_ToNothing_IsRejected()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMessageTransform(static message => message.Text == "no" ? default(MessageData?) : message.Data));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");

        await ann.SendAsync("""{"type":"publish","id":1,"room":"r","data":"no"}""");
        (await ann.ReadAsync("error")).Code().Should().Be("rejected");
        await ann.SendAsync("""{"type":"direct","id":2,"to":"bob","data":"no"}""");
        (await ann.ReadAsync("error")).Code().Should().Be("rejected");
        await ann.PublishAsync("r", "yes");
    }

    [Fact]
    public async Task Transform_ToTooMuch_IsRefusedAndTheSenderStays()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMessageTransform(static message => message.Text == "grow" ? new string('x', 2_000_000) : message.Data));
        await using var raw = await app.ConnectAsync("/ws/r");

        await raw.SendAsync("grow");
        JsonNode.Parse(await raw.ReceiveAsync())!.AsObject().Code().Should().Be("too_big");
        await raw.SendAsync("stay");
        (await raw.ReceiveAsync()).Should().Be("stay");
    }

    [Fact]
    public async Task UpperCase_OnAnEndpoint_ChangesItsMessagesAndNoNamesOfProperties()
    {
        await using var app = await TestApp.StartAsync(static map => map.MapRoomSockets("/ws/{room}").AllowAnonymous().AddUpperCase());
        await using var raw = await app.ConnectAsync("/ws/r");

        await raw.SendAsync("hello");
        await raw.SendAsync("""{"a":"hello","b":true}""");

        (await raw.ReceiveAsync(), await raw.ReceiveAsync()).Should().Be(("HELLO", """{"a":"HELLO","b":true}"""));
    }
}
