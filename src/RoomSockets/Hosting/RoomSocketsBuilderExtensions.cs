using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using RoomSockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Who may connect: token validators and origins.</summary>
public static class RoomSocketsBuilderExtensions
{
    /// <summary>Adds a token validator, created from the request's scope: it may inject scoped services.</summary>
    public static IRoomSocketsBuilder AddTokenValidator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IRoomSocketsBuilder builder)
        where T : class, ITokenValidator
    {
        builder.Services.AddScoped<ITokenValidator, T>();
        return AddScheme(builder);
    }

    /// <summary>Adds a token validator that is a lambda; scoped services come from <see cref="TokenContext.Services"/>.</summary>
    public static IRoomSocketsBuilder AddTokenValidator(this IRoomSocketsBuilder builder, Func<TokenContext, CancellationToken, ValueTask<TokenResult>> validate)
    {
        ArgumentNullException.ThrowIfNull(validate);
        builder.Services.AddSingleton<ITokenValidator>(new DelegateTokenValidator(validate));
        return AddScheme(builder);
    }

    /// <summary>Accepts one configured secret. Other tokens are left to the next validator.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="token">The secret, not empty.</param>
    /// <param name="userId">The id of the user that it stands for.</param>
    /// <param name="name">The user's name; the id where there is none.</param>
    public static IRoomSocketsBuilder AddConstantToken(this IRoomSocketsBuilder builder, string token, string userId = "token", string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        builder.Services.AddSingleton<ITokenValidator>(new ConstantTokenValidator(token, userId, name));
        return AddScheme(builder);
    }

    /// <summary>
    /// Lets an authentication scheme of the host decide, for instance <c>Bearer</c> or <c>Cookies</c>. A token that was found in
    /// any source reaches it as <c>Authorization: Bearer</c>; without one it is asked about the request as it is.
    /// </summary>
    /// <exception cref="ArgumentException">The scheme is RoomSockets itself.</exception>
    public static IRoomSocketsBuilder UseAuthenticationScheme(this IRoomSocketsBuilder builder, string scheme)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        if (scheme == RoomSocketsAuthentication.Scheme)
            throw new ArgumentException("The scheme 'RoomSockets' asks the validators; it cannot be one of them. Name a scheme of the host, for instance \"Bearer\".", nameof(scheme));
        builder.Services.AddSingleton<ITokenValidator>(new SchemeTokenValidator(scheme));
        return AddScheme(builder);
    }

    /// <summary>Asks a policy of ASP.NET Core whether a user may do something with a room; its resource is a <see cref="RoomAccessContext"/>. Policies of several operations, or of one, go together: all must succeed.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="operation">For what.</param>
    /// <param name="policy">The name of a policy; an unknown one fails at the first question.</param>
    public static IRoomSocketsBuilder RequireRoomPolicy(this IRoomSocketsBuilder builder, RoomOperation operation, string policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(policy);
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IRoomAuthorizer>(provider => new PolicyRoomAuthorizer(operation, policy, provider.GetRequiredService<IServiceScopeFactory>()));
        return builder;
    }

    /// <summary>Adds to what members of a room see of each other; a singleton.</summary>
    public static IRoomSocketsBuilder AddPresenceEnricher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IRoomSocketsBuilder builder)
        where T : class, IPresenceEnricher
    {
        builder.Services.AddSingleton<IPresenceEnricher, T>();
        return builder;
    }

    /// <summary>Asks a rule of yours what users may do with rooms; a singleton.</summary>
    public static IRoomSocketsBuilder AddRoomAuthorizer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IRoomSocketsBuilder builder)
        where T : class, IRoomAuthorizer
    {
        builder.Services.AddSingleton<IRoomAuthorizer, T>();
        return builder;
    }

    /// <summary>Lets the pages of these origins connect, beside the host's own: scheme, host and port, for instance <c>http://localhost:5173</c>.</summary>
    public static IRoomSocketsBuilder AllowOrigins(this IRoomSocketsBuilder builder, params string[] origins)
    {
        builder.Services.Configure<RoomSocketsOptions>(options =>
        {
            foreach (var origin in origins) options.AllowedOrigins.Add(origin);
        });
        return builder;
    }

    /// <summary>Lets pages without an origin connect: opened from disk, or in a sandboxed frame (of any site).</summary>
    public static IRoomSocketsBuilder AllowNullOrigin(this IRoomSocketsBuilder builder)
    {
        builder.Services.Configure<RoomSocketsOptions>(options => options.AllowNullOrigin = true);
        return builder;
    }

    /// <summary>Lets the pages of every origin connect. Where cookies authenticate, any site can then act for its visitors; a warning is logged at every start.</summary>
    public static IRoomSocketsBuilder AllowAnyOrigin(this IRoomSocketsBuilder builder)
    {
        builder.Services.Configure<RoomSocketsOptions>(options => options.AllowAnyOrigin = true);
        return builder;
    }

    /// <summary>
    /// The ASP.NET Core scheme comes with the first validator. Without one nobody can be authenticated, and an application without
    /// accounts should not carry the middleware of authentication through every request, nor its memory through every connection.
    /// </summary>
    private static IRoomSocketsBuilder AddScheme(IRoomSocketsBuilder builder)
    {
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(RoomSocketsAuthenticationHandler))) return builder;
        // Not AddAuthentication(): that brings data protection and its key files, and our tokens need none.
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.AddAuthorization();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, RoomSocketsAuthenticationHandler>(RoomSocketsAuthentication.Scheme, null);
        return builder;
    }
}
