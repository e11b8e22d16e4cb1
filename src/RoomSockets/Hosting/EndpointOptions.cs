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
        return result.Succeeded ? options : throw new OptionsValidationException(endpoint.DisplayName ?? "RoomSockets", typeof(RoomSocketsOptions), result.Failures);
    }
}
