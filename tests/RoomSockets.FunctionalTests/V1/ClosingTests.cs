using Microsoft.AspNetCore.Builder;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>Every end has a <c>bye</c> that says whether to come back, and a code of the sub-protocol.</summary>
public sealed class ClosingTests
{
    [Fact]
    public async Task Shutdown_SaysWhenToComeBack()
    {
        await using var app = await V1App.StartAsync();
        var everybody = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => V1Client.ConnectAsync(app)));

        var stopping = app.StopAsync();

        var waits = new List<int>();
        foreach (var client in everybody)
        {
            var (bye, code) = await client.ReadEndAsync();
            code.Should().Be(4200);
            (bye!["code"]!.GetValue<int>(), bye["reason"]!.ToString(), bye["reconnect"]!.GetValue<bool>()).Should().Be((4200, "shutdown", true));
            waits.Add(bye["retryAfterMs"]!.GetValue<int>());
            await client.DisposeAsync();
        }

        await stopping;
        waits.Should().OnlyContain(static wait => wait >= 100 && wait <= 3000);
        waits.Distinct().Should().HaveCountGreaterThan(3, "they should not come back together");
    }

    [Fact]
    public async Task SlowReader_IsClosedWith4108()
    {
        await using var app = await V1App.StartAsync(clock: new FakeClock());
        await using var slow = await V1Client.ConnectAsync(app, "ann");
        slow.Raw.Socket.ReceiveBufferSize = 512 * 1024;
        await slow.JoinAsync("lobby");
        var text = new string('x', 60_000);

        for (var i = 0; i < 320 && await app.Rooms.CountMembersAsync("lobby") > 0; i++) await app.Rooms.PublishAsync("lobby", text).AsTask().Patiently();

        await app.MembersAsync("lobby", 0);
        var (bye, code) = await slow.ReadEndAsync();
        code.Should().Be(4108);
        bye!["reconnect"]!.GetValue<bool>().Should().BeTrue();
        bye["retryAfterMs"]!.GetValue<int>().Should().BePositive();
    }

    [Fact]
    public async Task Message_TooBig_IsClosedWith4013()
    {
        await using var app = await V1App.StartAsync(options: static options => options.MaxMessageBytes = 1000);
        await using var ann = await V1Client.ConnectAsync(app);
        ann.Welcome["limits"]!["maxBytes"]!.GetValue<int>().Should().Be(1000);
        await ann.SendAsync(Ping(1000));
        await ann.ReadAsync("pong");

        await ann.SendAsync(Ping(1001));

        var (bye, code) = await ann.ReadEndAsync();
        code.Should().Be(4013);
        bye!["reconnect"]!.GetValue<bool>().Should().BeFalse();
    }

    [Theory]
    [InlineData(1, "not JSON")]
    [InlineData(1, "[]")]
    [InlineData(1, """{"type":"fly"}""")]
    [InlineData(2, "binary")]
    public async Task ProtocolErrors_OneMoreThanAllowed_Is4015(int opcode, string frame)
    {
        await using var app = await V1App.StartAsync(options: static options => options.MaxProtocolErrors = 3);
        await using var ann = await V1Client.ConnectAsync(app);
        for (var i = 0; i < 3; i++)
        {
            await ann.Raw.SendAsync(opcode, System.Text.Encoding.UTF8.GetBytes(frame));
            await ann.ReadAsync("error");
        }

        await ann.ExpectNothingAsync();
        await ann.Raw.SendAsync(opcode, System.Text.Encoding.UTF8.GetBytes(frame));

        (await ann.ReadEndAsync()).Code.Should().Be(4015);
    }

    [Fact]
    public async Task Errors_ThatAreNoBreachOfTheProtocol_NeverEndIt()
    {
        await using var app = await V1App.StartAsync(options: static options => options.MaxProtocolErrors = 0);
        await using var ann = await V1Client.ConnectAsync(app);

        foreach (var frame in new[] { """{"type":"publish","room":"x","data":1}""", """{"type":"join","room":""}""", """{"type":"join"}""", """{"type":"history"}""" })
        {
            await ann.SendAsync(frame);
            await ann.ReadAsync("error");
        }

        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task HandlerThatFails_Is1011WithoutItsException()
    {
        await using var app = await V1App.StartAsync(message: static _ => throw new InvalidOperationException("secret"));
        app.Logs.Expect("failed");
        await using var ann = await V1Client.ConnectAsync(app, path: "/ws/lobby");
        await ann.ReadAsync("joined");
        await using var bob = await V1Client.ConnectAsync(app, path: "/ws/lobby");
        await bob.ReadAsync("joined");

        await ann.SendPublishAsync("lobby", "x");

        var (bye, code) = await ann.ReadEndAsync();
        code.Should().Be(1011);
        bye!["reconnect"]!.GetValue<bool>().Should().BeTrue();
        bye.ToJsonString().Should().NotContain("secret");
        await bob.ExpectNothingAsync();
    }

    [Fact]
    public async Task Disconnect_ByTheApplication_Is4005OrItsOwnCode()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");

        await app.Rooms.DisconnectUserAsync("ann", reason: "enough");
        await app.Rooms.DisconnectUserAsync("bob", 4321, "own");

        var (bye, code) = await ann.ReadEndAsync();
        (code, bye!["reason"]!.ToString(), bye["reconnect"]!.GetValue<bool>()).Should().Be((4005, "enough", false));
        (await bob.ReadEndAsync()).Code.Should().Be(4321);
    }

    [Theory]
    [InlineData("bad", "/ws", 4001)]
    [InlineData("ann~0", "/ws", 4202)]
    [InlineData(null, "/members", 4001)]
    [InlineData("ann", "/ws/closed", 4003)]
    [InlineData("full", "/ws", 4010)]
    public async Task AcceptThenClose_GivesTheVerdictOfTheSubProtocol(string? user, string path, int expected)
    {
        await using var app = await V1App.StartAsync(
            options: static options => (options.Refusal, options.MaxConnectionsPerUser) = (HandshakeRefusalMode.AcceptThenClose, 1),
            map: static web => web.MapRoomSockets<V1Handler>("/members"));
        app.Rules().Forbid(RoomOperation.Join, "closed");
        await using var first = await V1Client.ConnectAsync(app, "full");

        await using var client = await V1Client.OpenAsync(app, user, path);

        client.Raw.Headers["Sec-WebSocket-Protocol"].Should().Be("roomsockets.v1.json");
        var (bye, code) = await client.ReadEndAsync();
        code.Should().Be(expected);
        bye!["code"]!.GetValue<int>().Should().Be(expected);
        bye["reconnect"]!.GetValue<bool>().Should().Be(expected >= 4100);
    }

    [Fact]
    public async Task AcceptThenClose_OverCapacity_Is4100()
    {
        await using var app = await V1App.StartAsync(options: static options => (options.Refusal, options.MaxConnections) = (HandshakeRefusalMode.AcceptThenClose, 1));
        await using var first = await V1Client.ConnectAsync(app);

        await using var client = await V1Client.OpenAsync(app);

        var (bye, code) = await client.ReadEndAsync();
        code.Should().Be(4100);
        bye!["reconnect"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task TheClientsOwnClose_IsAnsweredWithoutABye()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app);

        await ann.Raw.SendAsync(8, [1000 >> 8, 1000 & 0xFF]);

        var (bye, code) = await ann.ReadEndAsync();
        (bye, code).Should().Be((null, 1000));
    }

    private static string Ping(int bytes)
    {
        const string head = "{\"type\":\"ping\",\"rest\":\"";
        return head + new string('x', bytes - head.Length - 2) + "\"}";
    }
}
