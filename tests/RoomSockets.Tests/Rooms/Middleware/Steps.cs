using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

/// <summary>The services of an application with middleware, without a host.</summary>
internal sealed class Steps : IDisposable
{
    private readonly ServiceProvider _services;

    public Steps(Action<IRoomSocketsBuilder>? add = null)
    {
        var services = new ServiceCollection().AddLogging();
        var builder = services.AddRoomSockets();
        add?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        // What a host does when it starts.
        Get<Restrictions>().Set(RestrictionTable.Nothing);
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public MiddlewareChain? Application => Get<MiddlewareRegistry>().Application;

    /// <summary>A raw connection in room <c>r</c>, and what its messages come in through.</summary>
    public (IReceiver Receiver, Connection Connection) Open(Wire wire, RoomHandler? handler = null, MiddlewareChain? chain = null)
    {
        chain ??= Application;
        var request = new ConnectionRequest("/ws/r", [], QueryCollection.Empty) { Room = "r" };
        var connection = new Connection(request, Identity.Anonymous, Get<RoomSocketsOptions>(), Get<ConnectionServices>()) { Filter = chain?.Filter };
        handler ??= new RelayHandler();
        handler.Connection = connection;
        var pipeline = new ConnectionPipeline(
            new DirectoryEntry(connection, handler, chain), Get<PipelineServices>(), new TokenRefresh(Get<TokenAuthenticator>(), new DefaultHttpContext(), connection.Options));
        pipeline.TryEnter().Should().BeTrue();
        connection.Open(wire, pipeline);
        return (pipeline, connection);
    }

    public void Dispose() => _services.Dispose();
}
