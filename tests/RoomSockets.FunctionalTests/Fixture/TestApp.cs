using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests;

/// <summary>A real application on a real Kestrel on a free port of the loopback, ended and checked by <see cref="DisposeAsync"/>.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    /// <summary>Far more than anything here takes; only a defect waits that long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly WebApplication _app;

    private TestApp(WebApplication app, LogCapture logs)
    {
        (_app, Logs) = (app, logs);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new Uri(address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        Ws = new UriBuilder(Http) { Scheme = Http.Scheme == "https" ? "wss" : "ws" }.Uri;
    }

    public LogCapture Logs { get; }

    public Uri Http { get; }

    public Uri Ws { get; }

    public IServiceProvider Services => _app.Services;

    public IConnectionManager Rooms => _app.Services.GetRequiredService<IConnectionManager>();

    /// <summary>Starts an application.</summary>
    /// <param name="map">Maps its endpoints (and middleware).</param>
    /// <param name="add">Adds to RoomSockets and to the services.</param>
    /// <param name="clock">The clock; the system's by default.</param>
    /// <param name="listen">How the port is listened to; HTTP/1.1 by default.</param>
    /// <param name="environment">Production by default.</param>
    public static async Task<TestApp> StartAsync(
        Action<WebApplication> map,
        Action<IRoomSocketsBuilder>? add = null,
        FakeClock? clock = null,
        Action<ListenOptions>? listen = null,
        string environment = "Production")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = AppContext.BaseDirectory });
        // The samples' settings lie in the same folder, and are none of a test's.
        foreach (var file in builder.Configuration.Sources.OfType<JsonConfigurationSource>().ToList()) builder.Configuration.Sources.Remove(file);
        var logs = new LogCapture();
        builder.Logging.ClearProviders().AddProvider(logs).AddFilter(nameof(RoomSockets), LogLevel.Debug);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, options => listen?.Invoke(options)));
        if (clock is not null) builder.Services.AddSingleton<TimeProvider>(clock);
        // Tests send as fast as they can; those of the rates set them.
        var rooms = builder.Services.AddRoomSockets(options => (options.MessagesPerSecond, options.JoinsPerSecond) = (0, 0));
        add?.Invoke(rooms);
        var app = builder.Build();
        map(app);
        try
        {
            await app.StartAsync().WaitAsync(Patience);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new TestApp(app, logs);
    }

    /// <summary>Opens a socket; an HTTP refusal is a <see cref="WebSocketException"/>.</summary>
    public async Task<TestClient> ConnectAsync(string path, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(new Uri(Ws, path), CancellationToken.None).WaitAsync(Patience);
        return new TestClient(socket);
    }

    /// <summary>Knocks with HTTP/1.1 by hand, so that a refusal can be looked at whole.</summary>
    public Task<RawClient> KnockAsync(string path, params string[] headers) => RawClient.ConnectAsync(Http, path, headers);

    /// <summary>Stops the host as an operator would.</summary>
    public Task StopAsync() => _app.StopAsync().WaitAsync(TimeSpan.FromSeconds(40));

    /// <summary>Waits for something that the server does by itself; fails with the reason when it does not come.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition, string because)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"Within {Patience} it did not come true: {because}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits until the server has forgotten all connections but this many.</summary>
    public Task LeftAsync(int connections) => EventuallyAsync(
        async () => (await Rooms.CountAsync()).Connections == connections && Services.GetRequiredService<ConnectionLimits>().Connections == connections,
        $"{connections} connections are left");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        Logs.Verify();
    }
}
