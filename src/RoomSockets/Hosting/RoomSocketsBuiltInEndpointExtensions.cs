using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The middleware that comes with the library, for one endpoint or a group: inside of what the application has added.</summary>
public static class RoomSocketsBuiltInEndpointExtensions
{
    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddRoomLogging(IRoomSocketsBuilder, Action{RoomLoggingOptions})"/>
    public static TBuilder AddRoomLogging<TBuilder>(this TBuilder builder, Action<RoomLoggingOptions>? configure = null) where TBuilder : IEndpointConventionBuilder =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Logging(configure));

    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddRoomRateLimits(IRoomSocketsBuilder, Action{RoomRateLimitOptions})"/>
    public static TBuilder AddRoomRateLimits<TBuilder>(this TBuilder builder, Action<RoomRateLimitOptions> configure) where TBuilder : IEndpointConventionBuilder =>
        builder.AddRoomMiddleware(BuiltInMiddleware.RateLimits(configure));

    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddMessageTransform(IRoomSocketsBuilder, Func{MessageContext, Nullable{MessageData}})"/>
    public static TBuilder AddMessageTransform<TBuilder>(this TBuilder builder, Func<MessageContext, MessageData?> transform) where TBuilder : IEndpointConventionBuilder =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Transform(transform));

    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddWordCensor(IRoomSocketsBuilder, IEnumerable{string}, string)"/>
    public static TBuilder AddWordCensor<TBuilder>(this TBuilder builder, IEnumerable<string> words, string mask = "*") where TBuilder : IEndpointConventionBuilder =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Censor(words, mask));

    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddUpperCase(IRoomSocketsBuilder)"/>
    public static TBuilder AddUpperCase<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.AddRoomMiddleware(BuiltInMiddleware.UpperCase());

    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddMessageFormat(IRoomSocketsBuilder, JsonShape)"/>
    public static TBuilder AddMessageFormat<TBuilder>(this TBuilder builder, JsonShape shape) where TBuilder : IEndpointConventionBuilder =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Format(shape));

    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddMessageFormat{T}(IRoomSocketsBuilder, JsonTypeInfo{T}, Func{T, MessageFault})"/>
    public static IEndpointConventionBuilder AddMessageFormat<T>(this IEndpointConventionBuilder builder, JsonTypeInfo<T> typeInfo, Func<T, MessageFault?> validate) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Format(typeInfo, validate));

    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddMessageFormat{T}(IRoomSocketsBuilder, JsonTypeInfo{T})"/>
    [RequiresUnreferencedCode("It reads the attributes of properties and parameters. Pass a function that validates where the application is trimmed.")]
    public static IEndpointConventionBuilder AddMessageFormat<T>(this IEndpointConventionBuilder builder, JsonTypeInfo<T> typeInfo) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Format(typeInfo));

    /// <inheritdoc cref="RoomSocketsBuiltInBuilderExtensions.AddRoomMonitor(IRoomSocketsBuilder)"/>
    public static TBuilder AddRoomMonitor<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Monitor());
}
