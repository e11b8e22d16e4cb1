using System.Collections.Concurrent;
using System.Text;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>What happened, in order.</summary>
internal sealed class StepJournal
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Write(string line) => _lines.Enqueue(line);
}

/// <summary>Writes down each step that it is asked about, before and after it goes on.</summary>
internal sealed class Recorder(string name, StepJournal journal) : IRoomMiddleware
{
    public ValueTask OnConnectingAsync(ConnectingContext context, RoomStep<ConnectingContext> next) => AroundAsync("connecting", next(Before("connecting", context)));

    public ValueTask OnConnectedAsync(ConnectedContext context, RoomStep<ConnectedContext> next) => AroundAsync("connected", next(Before("connected", context)));

    public ValueTask OnJoiningAsync(JoiningContext context, RoomStep<JoiningContext> next) => AroundAsync("joining", next(Before($"joining {context.Room}", context)));

    public ValueTask OnJoinedAsync(JoinedContext context, RoomStep<JoinedContext> next) => AroundAsync("joined", next(Before($"joined {context.Room}", context)));

    public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next) =>
        AroundAsync("message", next(Before($"message {message.Kind} {message.Room ?? message.To} {message.Name} {message.Text}".Replace("  ", " ", StringComparison.Ordinal), message)));

    public ValueTask OnPublishingAsync(PublishingContext context, RoomStep<PublishingContext> next) => AroundAsync(
        "publishing",
        next(Before($"publishing {context.Kind} {context.Room ?? context.To} {context.Name} {Encoding.UTF8.GetString(context.Data.Bytes.Span)} {(context.IsNumbered ? "numbered" : "free")}".Replace("  ", " ", StringComparison.Ordinal), context)));

    public ValueTask OnLeftAsync(LeftContext context, RoomStep<LeftContext> next) => AroundAsync("left", next(Before($"left {context.Room} {context.Cause}", context)));

    public ValueTask OnDisconnectedAsync(DisconnectedContext context, RoomStep<DisconnectedContext> next) => AroundAsync("disconnected", next(Before($"disconnected {context.Reason.Cause}", context)));

    private T Before<T>(string step, T context)
    {
        journal.Write($"{name}> {step}");
        return context;
    }

    private async ValueTask AroundAsync(string step, ValueTask rest)
    {
        await rest;
        journal.Write($"{name}< {step}");
    }
}

/// <summary>A handler that writes down what reaches it.</summary>
internal sealed class RecordedHandler(StepJournal journal) : RoomHandler
{
    public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken) => WriteAsync("connecting");

    public override ValueTask OnConnectedAsync(CancellationToken cancellationToken) => WriteAsync("connected");

    public override ValueTask OnJoiningAsync(JoiningContext context, CancellationToken cancellationToken) => WriteAsync("joining");

    public override ValueTask OnJoinedAsync(string room, CancellationToken cancellationToken) => WriteAsync($"joined {room}");

    public override ValueTask OnMessageAsync(MessageContext message)
    {
        journal.Write($"handler message {message.Text}");
        return base.OnMessageAsync(message);
    }

    public override ValueTask OnLeftAsync(string room, LeaveCause cause) => WriteAsync($"left {room}");

    public override ValueTask OnDisconnectedAsync(CloseReason reason) => WriteAsync("disconnected");

    private ValueTask WriteAsync(string line)
    {
        journal.Write($"handler {line}");
        return ValueTask.CompletedTask;
    }
}
