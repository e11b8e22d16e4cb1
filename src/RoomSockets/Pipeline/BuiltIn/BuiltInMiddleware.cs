using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Makes the middleware that comes with the library, for the application or for an endpoint. What is wrong with its options is said at once.</summary>
internal static class BuiltInMiddleware
{
    public static Func<IServiceProvider, IRoomMiddleware> Logging(Action<RoomLoggingOptions>? configure)
    {
        var options = new RoomLoggingOptions();
        configure?.Invoke(options);
        return services => new RoomLogging(options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<RoomLogging>>());
    }

    public static Func<IServiceProvider, IRoomMiddleware> RateLimits(Action<RoomRateLimitOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RoomRateLimitOptions();
        configure(options);
        if (options.Limits.Count == 0)
            throw new ArgumentException("There is no limit. Add one, for instance limits => limits.Messages(perMinute: 60, by: RateLimitBy.Connection).", nameof(configure));
        return services => new RoomRateLimits(
            options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<RoomSocketsMetrics>(), services.GetRequiredService<ILogger<RoomRateLimits>>());
    }

    public static Func<IServiceProvider, IRoomMiddleware> Transform(Func<MessageContext, MessageData?> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        var middleware = new MessageTransform(transform);
        return _ => middleware;
    }

    public static Func<IServiceProvider, IRoomMiddleware> Censor(IEnumerable<string> words, string mask)
    {
        ArgumentNullException.ThrowIfNull(words);
        var censor = new WordCensor(words, mask);
        return Transform(message => MessageText.Change(message, censor.Apply));
    }

    public static Func<IServiceProvider, IRoomMiddleware> UpperCase() => Transform(static message => MessageText.Change(message, static text => text.ToUpperInvariant()));

    public static Func<IServiceProvider, IRoomMiddleware> Format(JsonShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Format(shape.FindIn);
    }

    public static Func<IServiceProvider, IRoomMiddleware> Format<T>(JsonTypeInfo<T> typeInfo, Func<T, MessageFault?> validate)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        ArgumentNullException.ThrowIfNull(validate);
        return Format(new TypedFormat<T>(typeInfo, validate).Find);
    }

    [RequiresUnreferencedCode("It reads the attributes of properties and parameters.")]
    public static Func<IServiceProvider, IRoomMiddleware> Format<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return Format(typeInfo, new AnnotatedRules<T>(typeInfo).Find);
    }

    public static Func<IServiceProvider, IRoomMiddleware> Monitor() => static services =>
    {
        var monitor = services.GetRequiredService<RoomMonitor>();
        services.GetRequiredService<RoomServices>().Meter = monitor;
        return new MonitorMiddleware(monitor);
    };

    private static Func<IServiceProvider, IRoomMiddleware> Format(Func<ReadOnlyMemory<byte>, MessageFault?> find)
    {
        var middleware = new MessageFormat(find);
        return _ => middleware;
    }
}
