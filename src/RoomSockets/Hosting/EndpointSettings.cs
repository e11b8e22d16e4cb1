namespace RoomSockets;

/// <summary>Metadata of one endpoint: how its handlers come into being, and whether they need the route's room.</summary>
internal sealed record EndpointSettings(Func<IServiceProvider, RoomHandler> CreateHandler, bool NeedsRoom, string HandlerName);

/// <summary>Metadata of one endpoint: what it changes in the options.</summary>
internal sealed record EndpointConfiguration(Action<RoomSocketsOptions> Configure);
