namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What <c>AddRoomSockets</c> returns: the place for everything that is added to it.</summary>
public interface IRoomSocketsBuilder
{
    /// <summary>The services of the host. Every service of the library is registered with <c>TryAdd</c>, so yours wins.</summary>
    IServiceCollection Services { get; }
}
