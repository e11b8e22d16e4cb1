using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Testing.Tests.Hosts;

public sealed class RoomSocketsTestHostTests
{
    [Fact]
    public async Task Handler_InAHost_IsTestedInEightLines()
    {
        await using var host = await RoomSocketsTestHost.StartAsync(
            app => app.MapRoomSockets<Greeter>("/ws/{room}"), rooms => rooms.AddConstantToken("secret", "42", "Ann"));
        await using var ann = await host.ConnectAsync("/ws/lobby", "secret");

        await ann.SendAsync("hello");

        await ann.ExpectTextAsync("Ann says hello");
        host.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Connections_RawAndV1_ShareARoom()
    {
        await using var host = await RoomSocketsTestHost.StartAsync(static app => app.MapRoomSockets("/ws/{room}").AllowAnonymous());
        await using var raw = await host.ConnectAsync("/ws/lobby");
        await using var v1 = await host.ConnectV1Async("/ws/lobby");
        v1.SubProtocol.Should().Be("roomsockets.v1.json");
        await v1.ExpectTypeAsync("joined");

        await host.Rooms.PublishAsync("lobby", "from the server");
        await raw.SendAsync("from raw");
        await v1.SendAsync("""{"type":"publish","id":1,"room":"lobby","data":"from v1"}""");

        await raw.ExpectTextAsync("from the server");
        await raw.ExpectTextAsync("from v1");
        var message = await v1.ExpectAsync(static message => message.Type == "message" && message.Json.GetProperty("data").GetString() == "from raw");
        message.Json.GetProperty("offset").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task Refusal_OverHttp_IsReadWhole()
    {
        await using var host = await RoomSocketsTestHost.StartAsync(static app => app.MapRoomSockets("/ws/{room}"), static rooms => rooms.AddConstantToken("secret"));

        var knock = () => host.ConnectAsync("/ws/lobby", "wrong");

        var refusal = (await knock.Should().ThrowAsync<HandshakeRefusedException>()).Which;
        (refusal.Status, refusal.Code).Should().Be((HttpStatusCode.Forbidden, "token_invalid"));
    }

    [Fact]
    public async Task Clock_MovedPastATokensEnd_EndsItsConnection()
    {
        var clock = new TestClock();
        var end = clock.GetUtcNow().AddSeconds(20);
        await using var host = await RoomSocketsTestHost.StartAsync(
            static app => app.MapRoomSockets("/ws/{room}"),
            rooms => rooms.AddTokenValidator((_, _) => ValueTask.FromResult(TokenResult.Success("42", expiresAt: end))),
            new TestHostOptions { Clock = clock });
        await using var ann = await host.ConnectAsync("/ws/lobby", "secret");
        await ann.SendAsync("hello");
        await ann.ExpectTextAsync("hello");
        ann.CloseCode.Should().BeNull();

        clock.Advance(TimeSpan.FromSeconds(21));

        (await ann.ExpectCloseAsync()).Code.Should().Be(CloseCode.PolicyViolation);
    }

    [Fact]
    public async Task Handler_ThatThrows_IsNamedWhereItsAnswerIsMissing()
    {
        await using var host = await RoomSocketsTestHost.StartAsync(
            static app => app.MapRoomSockets("/ws", static _ => throw new InvalidOperationException("the shelf is empty")).AllowAnonymous());
        await using var ann = await host.ConnectAsync("/ws");
        await ann.SendAsync("hello");

        var wait = () => ann.ExpectTextAsync("an answer");

        await wait.Should().ThrowAsync<ExpectationFailedException>().WithMessage("*1011*the shelf is empty*");
        host.Errors.Should().ContainSingle().Which.Should().Contain("the shelf is empty");
        ann.CloseCode.Should().Be(CloseCode.InternalError);
    }

    [Fact]
    public async Task Configure_ChangesTheApplication_BeforeItIsBuilt()
    {
        await using var host = await RoomSocketsTestHost.StartAsync(
            static app => app.MapGet("/greeting", static (Greeting greeting) => greeting.Text),
            options: new TestHostOptions { Configure = static builder => builder.Services.AddSingleton(new Greeting("hello")) });
        using var http = new HttpClient { BaseAddress = host.Address };

        (await http.GetStringAsync(new Uri("/greeting", UriKind.Relative))).Should().Be("hello");
    }

    [Fact]
    public async Task Start_WithAFaultyOption_Throws()
    {
        var start = () => RoomSocketsTestHost.StartAsync(static app => app.MapRoomSockets("/ws/{room}"), static rooms => rooms.Services.AddRoomSockets(static options => options.OutboxBytes = 0));

        await start.Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>();
    }

    private sealed record Greeting(string Text);

    private sealed class Greeter : RoomHandler
    {
        public override ValueTask OnMessageAsync(MessageContext message) => message.ReplyAsync($"{Connection.UserName} says {message.Text}");
    }
}
