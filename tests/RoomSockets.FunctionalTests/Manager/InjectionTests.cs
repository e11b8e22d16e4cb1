using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Manager;

public sealed class InjectionTests
{
    [Fact]
    public async Task Manager_InAMinimalApiEndpoint_Publishes()
    {
        await using var app = await TestApp.StartAsync(map =>
        {
            map.MapRoomSockets("/ws/{room}").AllowAnonymous();
            map.MapPost("/rooms/{room}", async (string room, string text, IConnectionManager rooms) => await rooms.PublishAsync(room, text));
        });
        await using var ann = await app.EnterAsync("lobby");
        using var http = new HttpClient { BaseAddress = app.Http };

        using var answer = await http.PostAsync(new Uri("/rooms/lobby?text=hello", UriKind.Relative), null).Patiently();

        (await answer.Content.ReadAsStringAsync()).Should().Be("1");
        (await ann.ReceiveAsync()).Should().Be("hello");
    }

    [Fact]
    public async Task Manager_InABackgroundService_Publishes()
    {
        await using var app = await TestApp.StartAsync(
            map => map.MapRoomSockets("/ws/{room}").AllowAnonymous(),
            rooms => rooms.Services.AddSingleton<Ticker>().AddHostedService(services => services.GetRequiredService<Ticker>()));
        await using var ann = await app.EnterAsync("news");

        app.Services.GetRequiredService<Ticker>().Gate.SetResult();

        (await ann.ReceiveAsync()).Should().Be("tick");
    }

    private sealed class Ticker(IConnectionManager rooms) : BackgroundService
    {
        public TaskCompletionSource Gate { get; } = Waiting.Gate();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Gate.Task.WaitAsync(stoppingToken);
            await rooms.PublishAsync("news", "tick", stoppingToken);
        }
    }
}
