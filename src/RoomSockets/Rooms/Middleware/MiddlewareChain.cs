namespace RoomSockets;

/// <summary>
/// The middleware of the application or of one endpoint, composed once: each <c>next</c> is a delegate that lives as long as the
/// chain. A step that nobody takes part in is null.
/// </summary>
internal sealed class MiddlewareChain(IReadOnlyList<IRoomMiddleware> all, IReceiverFilter? filter)
{
    public RoomStep<ConnectingContext>? Connecting { get; } = Compose<ConnectingContext>(
        all, nameof(IRoomMiddleware.OnConnectingAsync), static (one, next) => context => one.OnConnectingAsync(context, next), static context => context.EndAsync());

    public RoomStep<ConnectedContext>? Connected { get; } = Compose<ConnectedContext>(
        all, nameof(IRoomMiddleware.OnConnectedAsync), static (one, next) => context => one.OnConnectedAsync(context, next), static context => context.EndAsync());

    public RoomStep<JoiningContext>? Joining { get; } = Compose<JoiningContext>(
        all, nameof(IRoomMiddleware.OnJoiningAsync), static (one, next) => context => one.OnJoiningAsync(context, next), static context => context.EndAsync());

    public RoomStep<JoinedContext>? Joined { get; } = Compose<JoinedContext>(
        all, nameof(IRoomMiddleware.OnJoinedAsync), static (one, next) => context => one.OnJoinedAsync(context, next), static context => context.EndAsync());

    public RoomStep<MessageContext>? Message { get; } = Compose<MessageContext>(
        all, nameof(IRoomMiddleware.OnMessageAsync), static (one, next) => context => one.OnMessageAsync(context, next), static context => context.ArriveAsync());

    public RoomStep<PublishingContext>? Publishing { get; } = Compose<PublishingContext>(
        all, nameof(IRoomMiddleware.OnPublishingAsync), static (one, next) => context => one.OnPublishingAsync(context, next), static context => context.EndAsync());

    public RoomStep<LeftContext>? Left { get; } = Compose<LeftContext>(
        all, nameof(IRoomMiddleware.OnLeftAsync), static (one, next) => context => one.OnLeftAsync(context, next), static context => context.EndAsync());

    public RoomStep<DisconnectedContext>? Disconnected { get; } = Compose<DisconnectedContext>(
        all, nameof(IRoomMiddleware.OnDisconnectedAsync), static (one, next) => context => one.OnDisconnectedAsync(context, next), static context => context.EndAsync());

    /// <summary>What decides for each receiver; null where nothing does.</summary>
    public IReceiverFilter? Filter { get; } = filter;

    private static RoomStep<T>? Compose<T>(IReadOnlyList<IRoomMiddleware> all, string name, Func<IRoomMiddleware, RoomStep<T>, RoomStep<T>> link, RoomStep<T> end)
    {
        RoomStep<T>? step = null;
        for (var i = all.Count - 1; i >= 0; i--)
        {
            if (!TakesPart(all[i].GetType(), name)) continue;
            step = new StepLink<T>(link(all[i], step ?? new StepLink<T>(end, string.Empty).InvokeAsync), all[i].GetType().Name).InvokeAsync;
        }

        return step;
    }

    /// <summary>Whether it has the step itself: what only goes on need not be passed.</summary>
    private static bool TakesPart(Type type, string name)
    {
        try
        {
            var map = type.GetInterfaceMap(typeof(IRoomMiddleware));
            var index = Array.FindIndex(map.InterfaceMethods, method => method.Name == name);
            return index < 0 || map.TargetMethods[index].DeclaringType != typeof(IRoomMiddleware);
        }
        catch (NotSupportedException)
        {
            // Where a runtime cannot tell, it is passed: that is only slower.
            return true;
        }
    }
}
