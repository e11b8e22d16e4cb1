using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets.Testing;

/// <summary>
/// A real application on a real server on a free port of the loopback, so that a handler is tested as it will run. It reads no
/// configuration files and no environment variables: what a test does not say is the default, but for
/// <see cref="RoomSocketsOptions.MessagesPerSecond"/> and <see cref="RoomSocketsOptions.JoinsPerSecond"/>, which are 0 (no limit).
/// </summary>
public sealed class RoomSocketsTestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestHostOptions _options;
    private readonly ErrorLog _log;

    private RoomSocketsTestHost(WebApplication app, TestHostOptions options, ErrorLog log)
    {
        (_app, _options, _log) = (app, options, log);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Address = new Uri(addresses!.Addresses.First());
        SocketAddress = new UriBuilder(Address) { Scheme = Address.Scheme == "https" ? "wss" : "ws" }.Uri;
    }

    /// <summary>Where the application is, for HTTP.</summary>
    public Uri Address { get; }

    /// <summary>Where the application is, for sockets: <c>ws</c> or <c>wss</c>.</summary>
    public Uri SocketAddress { get; }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Publishes, counts and disconnects, as other code of the application does.</summary>
    public IConnectionManager Rooms => Services.GetRequiredService<IConnectionManager>();

    /// <summary>The last 1,000 errors that the application logged, the oldest first. A handler's exception is one of them.</summary>
    public IReadOnlyCollection<string> Errors => _log.Errors;

    /// <summary>Starts an application.</summary>
    /// <param name="map">Maps its endpoints and middleware: <c>app => app.MapRoomSockets&lt;Chat>("/ws/{room}").AllowAnonymous()</c>.</param>
    /// <param name="add">Adds to RoomSockets, and through <see cref="IRoomSocketsBuilder.Services"/> to the services; null for nothing.</param>
    /// <param name="options">A clock, patience, and whatever else is to be changed.</param>
    /// <exception cref="TimeoutException">It did not start within <see cref="TestHostOptions.Patience"/>.</exception>
    public static async Task<RoomSocketsTestHost> StartAsync(Action<WebApplication> map, Action<IRoomSocketsBuilder>? add = null, TestHostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        options ??= new TestHostOptions();
        var log = new ErrorLog();
        var app = Build(add, options, log);
        try
        {
            map(app);
            await app.StartAsync().WaitAsync(options.Patience);
            return new RoomSocketsTestHost(app, options, log);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a raw connection: what is sent and received is the text of messages.</summary>
    /// <param name="path">The endpoint's path, with a query if there is one.</param>
    /// <param name="token">The token; null for none.</param>
    /// <exception cref="HandshakeRefusedException">The host refused over HTTP.</exception>
    public Task<TestConnection> ConnectAsync(string path, string? token = null) => ConnectAsync(path, new TestConnectionOptions { Token = token, Patience = _options.Patience });

    /// <summary>Opens a connection that speaks <c>roomsockets.v1.json</c>. Its first message is <c>welcome</c>.</summary>
    /// <param name="path">The endpoint's path, with a query if there is one.</param>
    /// <param name="token">The token; null for none.</param>
    /// <exception cref="HandshakeRefusedException">The host refused over HTTP.</exception>
    public Task<TestConnection> ConnectV1Async(string path, string? token = null) =>
        ConnectAsync(path, new TestConnectionOptions { Token = token, V1 = true, Patience = _options.Patience });

    /// <summary>Opens a connection with options of its own.</summary>
    /// <param name="path">The endpoint's path, with a query if there is one.</param>
    /// <param name="options">Token, sub-protocol, patience.</param>
    /// <exception cref="HandshakeRefusedException">The host refused over HTTP.</exception>
    public Task<TestConnection> ConnectAsync(string path, TestConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TestConnection.OpenAsync(new Uri(SocketAddress, path), options with { Explain = _log.Describe });
    }

    /// <summary>Stops the application as an operator would: its connections are told, then closed. Starting it again is not possible.</summary>
    /// <exception cref="OperationCanceledException">It did not stop within <see cref="TestHostOptions.Patience"/>.</exception>
    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(_options.Patience);
        await _app.StopAsync(patience.Token);
    }

    /// <inheritdoc cref="StopAsync"/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            // One that does not stop in time must not keep its port and its services for the next test.
            await _app.DisposeAsync();
        }
    }

    private static WebApplication Build(Action<IRoomSocketsBuilder>? add, TestHostOptions options, ErrorLog log)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        // Those of the test's machine and folder say nothing about the application.
        foreach (var source in builder.Configuration.Sources.Where(static source => source is JsonConfigurationSource or EnvironmentVariablesConfigurationSource).ToList())
            builder.Configuration.Sources.Remove(source);
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        if (options.Clock is { } clock) builder.Services.AddSingleton<TimeProvider>(clock);
        // A test sends as fast as it can. One that is about the rates sets them.
        var rooms = builder.Services.AddRoomSockets(static limits => (limits.MessagesPerSecond, limits.JoinsPerSecond) = (0, 0));
        add?.Invoke(rooms);
        options.Configure?.Invoke(builder);
        return builder.Build();
    }
}
