using Microsoft.AspNetCore.Builder;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Transport;

public sealed class HostTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Host_WithOrWithoutUseWebSockets_Serves(bool usesWebSockets)
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            if (usesWebSockets) map.UseWebSockets();
            map.MapRoomSockets("/ws/{room}").AllowAnonymous();
        });
        await using var client = await app.ConnectAsync("/ws/lobby");
        await client.SendAsync("hi");
        (await client.ReceiveAsync()).Should().Be("hi");
        await client.CloseAsync();
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task PathBase_WithAPageOfTheSameOrigin_IsServed()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            map.UsePathBase("/app");
            map.UseRouting();
            map.MapRoomSockets("/ws/{room}", message => message.ReplyAsync(message.Connection.Request.Path)).AllowAnonymous();
        });
        await using var own = await app.KnockAsync("/app/ws/lobby", $"Origin: http://{app.Http.Authority}");
        await using var foreign = await app.KnockAsync("/app/ws/lobby", "Origin: http://evil.example");

        own.Status.Should().Be(101);
        await own.SendAsync("where");
        (await own.ReadTextAsync()).Should().Be("/app/ws/lobby");
        foreign.Status.Should().Be(403);
    }

    [Fact]
    public async Task Path_ThatIsUnknown_404()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/ws/{room}").AllowAnonymous());
        await using var client = await app.KnockAsync("/nowhere");

        client.Status.Should().Be(404);
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task Endpoints_SeveralInOneApplication_HaveTheirOwnHandlersAndOptions()
    {
        var script = new Script { Connected = connection => connection.SendAsync("scripted") };
        await using var app = await TestApp.StartAsync(
            map =>
            {
                map.MapRoomSockets("/echo", message => message.ReplyAsync($"echo {message.Text}")).AllowAnonymous()
                    .ConfigureRoomSockets(options => options.MaxMessageBytes = 10);
                map.MapRoomSockets<ScriptedHandler>("/scripted").AllowAnonymous();
                map.MapGroup("/group").MapRoomSockets("/{room}").AllowAnonymous();
            },
            rooms => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(rooms.Services, script));
        await using var echo = await app.ConnectAsync("/echo");
        await using var scripted = await app.ConnectAsync("/scripted");
        await using var room = await app.ConnectAsync("/group/lobby");

        await echo.SendAsync("1234567890");
        (await echo.ReceiveAsync()).Should().Be("echo 1234567890");
        await echo.SendAsync("12345678901");
        (await echo.ReceiveCloseAsync()).Code.Should().Be(1009);
        (await scripted.ReceiveAsync()).Should().Be("scripted");
        await room.SendAsync("12345678901 is not too long here");
        (await room.ReceiveAsync()).Should().StartWith("12345678901");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("roomsockets.raw", "roomsockets.raw")]
    [InlineData("chat, roomsockets.raw", "roomsockets.raw")]
    [InlineData("roomsockets.raw,roomsockets.bearer.s3cret", "roomsockets.raw")]
    [InlineData("roomsockets.bearer.s3cret", null)]
    public async Task SubProtocols_OfferedAndChosen(string? offered, string? chosen)
    {
        await using var app = await TestApp.StartAsync(
            map => map.MapRoomSockets("/who", message => message.ReplyAsync($"{message.Connection.UserId ?? "nobody"} {message.Connection.Request.SubProtocol ?? "none"}")).AllowAnonymous(),
            rooms => Microsoft.Extensions.DependencyInjection.RoomSocketsBuilderExtensions.AddConstantToken(rooms, "s3cret", "7"));
        await using var client = await app.KnockAsync("/who", offered is null ? [] : [$"Sec-WebSocket-Protocol: {offered}"]);

        client.Status.Should().Be(101);
        client.Headers.GetValueOrDefault("Sec-WebSocket-Protocol").Should().Be(chosen, "a token is never echoed");
        await client.SendAsync("?");
        (await client.ReadTextAsync()).Should().Be($"{(offered?.Contains("s3cret", StringComparison.Ordinal) == true ? "7" : "nobody")} {chosen ?? "none"}");
    }

    [Fact]
    public async Task SubProtocols_OnlyUnknownOnes_400()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/ws/{room}").AllowAnonymous());
        await using var client = await app.KnockAsync("/ws/lobby", "Sec-WebSocket-Protocol: graphql-ws, ROOMSOCKETS.RAW");

        client.Status.Should().Be(400);
        client.Body.Should().Contain("unknown_subprotocol").And.Contain("roomsockets.raw");
    }
}
