using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Owns the options of each endpoint: the application's, with what the endpoint changes.</summary>
internal sealed class EndpointOptions(RoomSocketsOptions shared, IOptionsFactory<RoomSocketsOptions> factory)
{
    private readonly ConditionalWeakTable<Endpoint, RoomSocketsOptions> _options = [];

    /// <exception cref="OptionsValidationException">What the endpoint changes is out of range.</exception>
    public RoomSocketsOptions Of(Endpoint? endpoint)
    {
        if (endpoint?.Metadata.GetMetadata<EndpointConfiguration>() is null) return shared;
        return _options.GetValue(endpoint, Create);
    }

    private RoomSocketsOptions Create(Endpoint endpoint)
    {
        var options = factory.Create(Options.DefaultName);
        foreach (var change in endpoint.Metadata.GetOrderedMetadata<EndpointConfiguration>()) change.Configure(options);
        var result = new RoomSocketsOptionsValidator().Validate(null, options);
        List<string> errors = [.. result.Failures ?? [], .. FindShared(options)];
        return errors.Count == 0 ? options : throw new OptionsValidationException(endpoint.DisplayName ?? "RoomSockets", typeof(RoomSocketsOptions), errors);
    }

    /// <summary>What is counted for the whole application cannot differ between its endpoints, and must not be ignored in silence.</summary>
    private IEnumerable<string> FindShared(RoomSocketsOptions own)
    {
        (string Name, object Shared, object Own)[] values =
        [
            (nameof(own.MaxConnections), shared.MaxConnections, own.MaxConnections),
            (nameof(own.MaxConnectionsPerAddress), shared.MaxConnectionsPerAddress, own.MaxConnectionsPerAddress),
            (nameof(own.MaxConnectionsPerUser), shared.MaxConnectionsPerUser, own.MaxConnectionsPerUser),
            (nameof(own.PerUserLimitMode), shared.PerUserLimitMode, own.PerUserLimitMode),
            (nameof(own.PerAddressLimitMode), shared.PerAddressLimitMode, own.PerAddressLimitMode),
            (nameof(own.MaxHandshakes), shared.MaxHandshakes, own.MaxHandshakes),
            (nameof(own.MaxRooms), shared.MaxRooms, own.MaxRooms),
            (nameof(own.MaxRoomsPerConnection), shared.MaxRoomsPerConnection, own.MaxRoomsPerConnection),
            (nameof(own.RoomRetention), shared.RoomRetention, own.RoomRetention),
            (nameof(own.InboxMessages), shared.InboxMessages, own.InboxMessages),
            (nameof(own.DrainTimeout), shared.DrainTimeout, own.DrainTimeout),
            (nameof(own.AllowNullOrigin), shared.AllowNullOrigin, own.AllowNullOrigin),
            (nameof(own.AllowAnyOrigin), shared.AllowAnyOrigin, own.AllowAnyOrigin),
            (nameof(own.AllowedOrigins), shared.AllowedOrigins.Count, own.AllowedOrigins.Count),
        ];
        return values.Where(value => !value.Shared.Equals(value.Own))
            .Select(value => $"RoomSocketsOptions.{value.Name} holds for the whole application and cannot be changed for one endpoint. Set it in AddRoomSockets(…).");
    }
}
