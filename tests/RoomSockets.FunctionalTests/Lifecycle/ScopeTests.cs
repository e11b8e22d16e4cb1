using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Lifecycle;

public sealed class ScopeTests
{
    [Fact]
    public async Task Services_OfEachMessage_AreAFreshScopeThatEndsWithIt()
    {
        List<Probe> probes = [];
        await using var app = await StartAsync(message =>
        {
            var probe = message.Services.GetRequiredService<Probe>();
            message.Services.GetRequiredService<Probe>().Should().BeSameAs(probe, "it is one scope");
            probes.Add(probe);
            return message.ReplyAsync($"{probe.IsDisposed} {probes.Take(probes.Count - 1).All(one => one.IsDisposed)}");
        });
        await using var client = await app.ConnectAsync("/ws");

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("hi");
            (await client.ReceiveAsync()).Should().Be("False True", "this one lives and all before it are disposed");
        }

        probes.Should().OnlyHaveUniqueItems();
        await client.CloseAsync();
        await app.LeftAsync(0);
        probes.Should().OnlyContain(probe => probe.IsDisposed);
    }

    [Fact]
    public async Task Services_OfAnAsyncHandler_LiveUntilItsTaskCompletes()
    {
        var gate = Waiting.Gate();
        var probes = new ConcurrentQueue<Probe>();
        await using var app = await StartAsync(async message =>
        {
            var probe = message.Services.GetRequiredService<Probe>();
            probes.Enqueue(probe);
            await message.ReplyAsync("entered");
            await gate.Task;
            await message.ReplyAsync(probe.IsDisposed ? "disposed too early" : "alive");
        });
        await using var client = await app.ConnectAsync("/ws");
        await client.SendAsync("hi");
        (await client.ReceiveAsync()).Should().Be("entered");
        probes.Single().IsDisposed.Should().BeFalse();
        gate.SetResult();

        (await client.ReceiveAsync()).Should().Be("alive");
        await app.UntilAsync(() => probes.Single().IsDisposed, "the message's scope is disposed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Services_OfAHandlerThatThrows_AreDisposed(bool isAsync)
    {
        var probes = new ConcurrentQueue<Probe>();
        await using var app = await StartAsync(message =>
        {
            probes.Enqueue(message.Services.GetRequiredService<Probe>());
            return isAsync ? FailAsync() : throw new InvalidOperationException("boom");
        });
        app.Logs.Expect("Handler DelegateHandler failed");
        await using var client = await app.ConnectAsync("/ws");
        await client.SendAsync("hi");
        (await client.ReceiveCloseAsync()).Code.Should().Be(1011);
        await app.LeftAsync(0);

        probes.Single().IsDisposed.Should().BeTrue();

        static async ValueTask FailAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException("boom");
        }
    }

    [Fact]
    public async Task Services_OfAFailingDispose_CloseWith1011()
    {
        await using var app = await TestApp.StartAsync(
            map => map.MapRoomSockets("/ws", message =>
            {
                message.Services.GetRequiredService<Bomb>();
                return ValueTask.CompletedTask;
            }).AllowAnonymous(),
            rooms => rooms.Services.AddScoped<Bomb>());
        app.Logs.Expect("Handler DelegateHandler failed");
        await using var client = await app.ConnectAsync("/ws");
        await client.SendAsync("hi");

        (await client.ReceiveCloseAsync()).Code.Should().Be(1011);
        await app.LeftAsync(0);
    }

    [Fact]
    public async Task Constructor_OfAHandler_GetsServicesThatLiveAsLongAsTheConnection()
    {
        await using var app = await TestApp.StartAsync(
            map => map.MapRoomSockets<KeepingHandler>("/ws").AllowAnonymous(),
            rooms => rooms.Services.AddScoped<Probe>().AddSingleton<KeepingHandler.Seen>());
        var seen = app.Services.GetRequiredService<KeepingHandler.Seen>();
        await using var client = await app.ConnectAsync("/ws");
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("hi");
            (await client.ReceiveAsync()).Should().Be("alive, of its own");
        }

        await client.CloseAsync();
        await app.LeftAsync(0);

        seen.WasAliveAtTheEnd.Should().BeTrue();
        seen.Disposals.Should().Be(1);
        await app.UntilAsync(() => seen.Probe!.IsDisposed, "the connection's scope ends with it");
    }

    private static Task<TestApp> StartAsync(Func<MessageContext, ValueTask> onMessage) => TestApp.StartAsync(
        map => map.MapRoomSockets("/ws", onMessage).AllowAnonymous(), rooms => rooms.Services.AddScoped<Probe>());

    private sealed class Probe : IDisposable
    {
        private volatile bool _disposed;

        public bool IsDisposed => _disposed;

        public void Dispose() => _disposed = true;
    }

    private sealed class Bomb : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("boom");
    }

    private sealed class KeepingHandler(Probe probe, KeepingHandler.Seen seen) : RoomHandler, IDisposable
    {
        public override ValueTask OnMessageAsync(MessageContext message) => message.ReplyAsync(
            $"{(probe.IsDisposed ? "disposed" : "alive")}, {(ReferenceEquals(probe, message.Services.GetRequiredService<Probe>()) ? "the message's" : "of its own")}");

        public override ValueTask OnDisconnectedAsync(CloseReason reason)
        {
            (seen.Probe, seen.WasAliveAtTheEnd) = (probe, !probe.IsDisposed);
            return ValueTask.CompletedTask;
        }

        public void Dispose() => seen.Disposals++;

        public sealed class Seen
        {
            public Probe? Probe { get; set; }

            public bool WasAliveAtTheEnd { get; set; }

            public int Disposals { get; set; }
        }
    }
}
