using RoomSockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Who moderates.</summary>
public static class RoomSocketsModerationBuilderExtensions
{
    /// <summary>Sets options of moderation; wins over the configuration section <c>RoomSockets:Moderation</c>.</summary>
    public static IRoomSocketsBuilder ConfigureModeration(this IRoomSocketsBuilder builder, Action<ModerationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Makes moderators of whom a policy of ASP.NET Core names; its resource is a <see cref="RoomAccessContext"/>, whose room is empty for
    /// everywhere. Room creators and <see cref="ModerationOptions.Moderators"/> go on to be moderators.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="policy">The name of a policy; an unknown one fails at the first question.</param>
    public static IRoomSocketsBuilder AddModeratorPolicy(this IRoomSocketsBuilder builder, string policy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(policy);
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IRoomAuthorizer>(provider => new PolicyModerators(policy, provider.GetRequiredService<IServiceScopeFactory>()));
        return builder;
    }
}
