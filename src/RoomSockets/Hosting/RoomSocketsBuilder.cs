using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>The builder: the host's services and nothing else.</summary>
internal sealed class RoomSocketsBuilder(IServiceCollection services) : IRoomSocketsBuilder
{
    public IServiceCollection Services { get; } = services;
}
