using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class RequestValueTests
{
    [Theory]
    [InlineData("/items/7/ws?q=3", "7 3")]
    [InlineData("/items/-7/ws?q=2147483647", "-7 2147483647")]
    [InlineData("/items/7/ws", "7 none")]
    [InlineData("/items/7/ws?q=", "7 none")]
    [InlineData("/items/7/ws?Q=3", "7 3")]
    public async Task Values_OfTheRightType_ReachTheHandler(string path, string expected)
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync(path);

        (await client.ReceiveAsync()).Should().Be(expected);
    }

    [Theory]
    [InlineData("/items/seven/ws")]
    [InlineData("/items/7.5/ws")]
    [InlineData("/items/2147483648/ws")]
    [InlineData("/items/7/ws?q=abc")]
    [InlineData("/items/7/ws?q=2147483648")]
    [InlineData("/items/7/ws?q=1,000")]
    public async Task Values_OfAnotherType_Get400(string path)
    {
        await using var app = await StartAsync();

        (await app.VerdictAsync(path)).Should().Be("400 bad_value");
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task RouteValue_ThatTheRouteDoesNotHave_Gets400()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets<ItemHandler>("/no-item").AllowAnonymous());

        (await app.VerdictAsync("/no-item")).Should().Be("400 bad_value");
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(map => map.MapRoomSockets<ItemHandler>("/items/{id}/ws").AllowAnonymous());

    private sealed class ItemHandler : RoomHandler
    {
        private string _said = string.Empty;

        public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
        {
            var request = context.Connection.Request;
            _said = $"{request.GetRouteValue<int>("id")} {(request.TryGetQuery<int>("q", out var q) ? q : "none")}";
            return ValueTask.CompletedTask;
        }

        public override async ValueTask OnConnectedAsync(CancellationToken cancellationToken) => await Connection.SendAsync(_said, cancellationToken);
    }
}
