using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class EndpointOptionsTests
{
    [Fact]
    public async Task ConfigureRoomSockets_OfOneEndpoint_LeavesTheOthers()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            Echo(map, "/small");
            Echo(map, "/big").ConfigureRoomSockets(options => options.MaxMessageBytes = 200_000);
        });
        var text = new string('x', 150_000);
        await using var big = await app.ConnectAsync("/big");
        await using var small = await app.ConnectAsync("/small");

        await big.SendAsync(text);
        await small.SendAsync(text);

        (await big.ReceiveAsync()).Should().HaveLength(text.Length);
        (await small.ReceiveCloseAsync()).Code.Should().Be(1009);
    }

    [Fact]
    public async Task ConfigureRoomSockets_CalledTwice_AddsUp()
    {
        await using var app = await TestApp.StartAsync(map => Echo(map, "/ws")
            .ConfigureRoomSockets(options => options.MaxMessageBytes = 1)
            .ConfigureRoomSockets(options => options.AllowBinary = false)
            .ConfigureRoomSockets(options => options.MaxMessageBytes = 2));
        await using var texts = await app.ConnectAsync("/ws");
        await using var binary = await app.ConnectAsync("/ws");

        await texts.SendAsync("12");
        (await texts.ReceiveAsync()).Should().Be("12");
        await texts.SendAsync("123");
        await binary.SendAsync([1]);

        (await texts.ReceiveCloseAsync()).Code.Should().Be(1009);
        (await binary.ReceiveCloseAsync()).Code.Should().Be(1003);
    }

    [Fact]
    public async Task ConfigureRoomSockets_OutOfRange_DoesNotStartAndNamesTheEndpoint()
    {
        var start = async () =>
        {
            await using var app = await TestApp.StartAsync(map =>
            {
                Echo(map, "/fine").ConfigureRoomSockets(options => options.MaxFragments = 1);
                Echo(map, "/wrong").ConfigureRoomSockets(options => (options.MaxFragments, options.OutboxMessages) = (0, -1));
            });
        };

        var error = (await start.Should().ThrowAsync<InvalidOperationException>()).Which;
        error.Message.Should().ContainAll("\"/wrong\"", "MaxFragments is 0", "OutboxMessages is -1").And.NotContain("/fine");
    }

    [Fact]
    public async Task ConfigureRoomSockets_MaxSubProtocols_HoldsForItsEndpoint()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            Echo(map, "/few").ConfigureRoomSockets(options => options.MaxSubProtocols = 1);
            Echo(map, "/many");
        });
        const string Offer = "Sec-WebSocket-Protocol: roomsockets.raw, another";

        (await app.VerdictAsync("/few", Offer)).Should().Be("400 too_many_subprotocols");
        (await app.VerdictAsync("/many", Offer)).Should().Be("101");
    }

    /// <summary>The handler's time is a limit of the handshake at this endpoint, not of the process.</summary>
    [Fact]
    public async Task ConfigureRoomSockets_HandshakeTimeout_HoldsForItsEndpoint()
    {
        var (clock, entered) = (new FakeClock(), new TaskCompletionSource<CancellationToken>());
        await using var app = await TestApp.StartAsync(
            map => map.MapRoomSockets<HangingHandler>("/ws").AllowAnonymous().ConfigureRoomSockets(options => options.HandshakeTimeout = TimeSpan.FromSeconds(1)),
            rooms => rooms.Services.AddSingleton(entered),
            clock);
        app.Logs.Expect("took longer than 00:00:01");
        var knock = app.BusyAsync("/ws");
        var deadline = await entered.Task.WaitAsync(TestApp.Patience);

        clock.Advance(TimeSpan.FromSeconds(0.9));
        var early = deadline.IsCancellationRequested;
        clock.Advance(TimeSpan.FromSeconds(0.2));
        var inTime = deadline.IsCancellationRequested;
        clock.Advance(TimeSpan.FromSeconds(30));

        (await knock).Should().Be("503 timeout");
        (early, inTime).Should().Be((false, true), "the endpoint allows one second");
    }

    private static IEndpointConventionBuilder Echo(IEndpointRouteBuilder map, string pattern) =>
        map.MapRoomSockets(pattern, message => message.ReplyAsync(message.Data)).AllowAnonymous();

    private sealed class HangingHandler(TaskCompletionSource<CancellationToken> entered) : RoomHandler
    {
        public override async ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
        {
            entered.TrySetResult(cancellationToken);
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }
    }
}
