using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace RoomSockets.Tests;

/// <summary>Connections that are not open, for middleware by itself.</summary>
internal sealed class BuiltInWorld : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public BuiltInWorld()
    {
        Wheel = new Wheel(Clock, NullLogger<Wheel>.Instance);
        Connections = new ConnectionServices(Clock, Wheel);
        Metrics = new RoomSocketsMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), Connections);
    }

    public FakeClock Clock { get; } = new();

    public RoomSocketsMetrics Metrics { get; }

    private Wheel Wheel { get; }

    private ConnectionServices Connections { get; }

    public Connection Connect(string? user = null, string address = "192.0.2.1", string? room = null, string path = "/ws", int port = 5000)
    {
        var identity = user is null ? Identity.Anonymous : new Identity(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "test")), null, null);
        var request = new ConnectionRequest(path, [], QueryCollection.Empty) { RemoteAddress = IPAddress.Parse(address), RemotePort = port, Room = room };
        return new Connection(request, identity, new RoomSocketsOptions(), Connections);
    }

    public void Dispose()
    {
        Wheel.Dispose();
        _services.Dispose();
    }
}
