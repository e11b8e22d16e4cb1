using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Applications for these tests: <c>/ws</c> and <c>/ws/{room}</c>; a token is its user.</summary>
internal static class MiddlewareApp
{
    public static Task<TestApp> StartAsync(Action<IRoomSocketsBuilder>? add = null, Action<IEndpointConventionBuilder>? endpoint = null, StepJournal? journal = null) => TestApp.StartAsync(
        app =>
        {
            foreach (var pattern in (string[])["/ws", "/ws/{room}"])
            {
                var mapped = app.MapRoomSockets<RecordedHandler>(pattern).AllowAnonymous();
                endpoint?.Invoke(mapped);
            }
        },
        rooms =>
        {
            rooms.Services.AddSingleton(journal ?? new StepJournal());
            rooms.AddTokenValidator(static (context, _) => ValueTask.FromResult(TokenResult.Success(context.Token)));
            add?.Invoke(rooms);
        });
}

/// <summary>A middleware whose steps are the test's.</summary>
internal sealed class Scripted : IRoomMiddleware
{
    public Func<ConnectingContext, RoomStep<ConnectingContext>, ValueTask>? Connecting { get; init; }

    public Func<ConnectedContext, RoomStep<ConnectedContext>, ValueTask>? Connected { get; init; }

    public Func<JoiningContext, RoomStep<JoiningContext>, ValueTask>? Joining { get; init; }

    public Func<MessageContext, RoomStep<MessageContext>, ValueTask>? Message { get; init; }

    public Func<PublishingContext, RoomStep<PublishingContext>, ValueTask>? Publishing { get; init; }

    public ValueTask OnConnectingAsync(ConnectingContext context, RoomStep<ConnectingContext> next) => Connecting?.Invoke(context, next) ?? next(context);

    public ValueTask OnConnectedAsync(ConnectedContext context, RoomStep<ConnectedContext> next) => Connected?.Invoke(context, next) ?? next(context);

    public ValueTask OnJoiningAsync(JoiningContext context, RoomStep<JoiningContext> next) => Joining?.Invoke(context, next) ?? next(context);

    public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next) => Message?.Invoke(message, next) ?? next(message);

    public ValueTask OnPublishingAsync(PublishingContext context, RoomStep<PublishingContext> next) => Publishing?.Invoke(context, next) ?? next(context);
}
