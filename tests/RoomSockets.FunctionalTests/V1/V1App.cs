using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>Applications for these tests: <c>/ws</c> joins by frame, <c>/ws/{room}</c> by itself, and a token names its user.</summary>
internal static class V1App
{
    public static Task<TestApp> StartAsync(
        Action<IRoomSocketsBuilder>? add = null,
        Action<RoomSocketsOptions>? options = null,
        FakeClock? clock = null,
        Func<MessageContext, ValueTask>? message = null,
        Action<WebApplication>? map = null) => TestApp.StartAsync(
        app =>
        {
            map?.Invoke(app);
            app.MapRoomSockets<V1Handler>("/ws").AllowAnonymous();
            app.MapRoomSockets<V1Handler>("/ws/{room}").AllowAnonymous();
        },
        rooms =>
        {
            var rules = new V1Rules();
            rooms.Services.AddSingleton(rules);
            rooms.Services.AddSingleton<IRoomAuthorizer>(rules);
            rooms.Services.AddSingleton(new V1Script(message));
            rooms.AddTokenValidator((context, _) => ValueTask.FromResult(Judge(context)));
            rooms.Services.AddRoomSockets(options);
            add?.Invoke(rooms);
        },
        clock);

    public static V1Rules Rules(this TestApp app) => app.Services.GetRequiredService<V1Rules>();

    /// <summary>A token is <c>user</c>, or <c>user~seconds</c> that it is good for; it is its own id.</summary>
    private static TokenResult Judge(TokenContext context)
    {
        if (context.Token == "bad") return TokenResult.Failure();
        if (context.Token == "slow") return TokenResult.NoResult;
        var parts = context.Token.Split('~');
        var now = context.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        return TokenResult.Success(parts[0], expiresAt: parts.Length > 1 ? now.AddSeconds(int.Parse(parts[1], CultureInfo.InvariantCulture)) : null, tokenId: context.Token);
    }
}

/// <summary>What the handlers of a test do with a message; relaying is the default.</summary>
internal sealed record V1Script(Func<MessageContext, ValueTask>? Message);

internal sealed class V1Handler(V1Script script) : RoomHandler
{
    public override ValueTask OnMessageAsync(MessageContext message) => script.Message?.Invoke(message) ?? base.OnMessageAsync(message);
}

/// <summary>Allows everything that was not forbidden, and remembers what it was asked.</summary>
internal sealed class V1Rules : IRoomAuthorizer
{
    private readonly ConcurrentDictionary<(RoomOperation Operation, string Room), bool> _forbidden = new();

    public ConcurrentQueue<(RoomOperation Operation, string Room, string? User)> Asked { get; } = new();

    /// <summary>What it throws instead of an answer.</summary>
    public Exception? Failure { get; set; }

    public void Forbid(RoomOperation operation, string room) => _forbidden[(operation, room)] = true;

    public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        Asked.Enqueue((operation, room, user.FindFirstValue(ClaimTypes.NameIdentifier)));
        return Failure is { } failure ? throw failure : ValueTask.FromResult(!_forbidden.ContainsKey((operation, room)));
    }
}
