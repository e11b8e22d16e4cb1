using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Middleware comes from the container, once, and what cannot be created is known when the host starts.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public async Task Class_ForApplicationAndEndpoint_IsInjectedAndCreatedOnceEach()
    {
        var counter = new Counter();
        await using (var app = await TestApp.StartAsync(
            static app => app.MapRoomSockets("/ws/{room}").AddRoomMiddleware<Counting>().AllowAnonymous(),
            rooms =>
            {
                rooms.Services.AddSingleton(counter);
                rooms.AddRoomMiddleware<Counting>();
            }))
        {
            counter.Created.Should().Be(2, "they are there when the host has started");
            foreach (var room in (string[])["a", "b"])
            {
                await using var client = await app.ConnectAsync($"/ws/{room}");
                await client.SendAsync("x");
                await client.ReceiveAsync();
            }

            (counter.Created, counter.Messages, counter.Disposed).Should().Be((2, 4, 0));
        }

        counter.Disposed.Should().Be(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Class_ThatCannotBeCreated_FailsTheStart(bool ofTheEndpoint)
    {
        var start = () => TestApp.StartAsync(
            app =>
            {
                var endpoint = app.MapRoomSockets("/ws/{room}").AllowAnonymous();
                if (ofTheEndpoint) endpoint.AddRoomMiddleware<Counting>();
            },
            rooms =>
            {
                if (!ofTheEndpoint) rooms.AddRoomMiddleware<Counting>();
            });

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("RoomSockets cannot start:\n - Counting cannot be created: *Counter*singletons*");
    }

    [Fact]
    public async Task Filter_ThatCannotBeCreated_FailsTheStart()
    {
        var start = () => TestApp.StartAsync(static app => app.MapRoomSockets("/ws/{room}").AllowAnonymous(), static rooms => rooms.AddReceiverFilter<NeedsMuch>());

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("RoomSockets cannot start:\n - NeedsMuch cannot be created: *");
    }

    private sealed class Counter
    {
        public int Created { get; set; }

        public int Messages { get; set; }

        public int Disposed { get; set; }
    }

    private sealed class Counting : IRoomMiddleware, IAsyncDisposable
    {
        private readonly Counter _counter;

        public Counting(Counter counter)
        {
            _counter = counter;
            counter.Created++;
        }

        public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next)
        {
            _counter.Messages++;
            return next(message);
        }

        public ValueTask DisposeAsync()
        {
            _counter.Disposed++;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class NeedsMuch(Counter counter) : IReceiverFilter
    {
        public MessageData? Filter(in OutboundMessage message, IConnection receiver) => counter.Messages > 0 ? default(MessageData?) : message.Data;
    }
}
