using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Lifecycle;

/// <summary>What the handlers of a test do, and the journal of what was asked of them.</summary>
internal sealed class Script
{
    private readonly ConcurrentQueue<string> _journal = new();

    public IReadOnlyList<string> Journal => [.. _journal];

    public ConcurrentQueue<CloseReason> Reasons { get; } = new();

    public ConcurrentQueue<RoomHandler> Handlers { get; } = new();

    public Func<ConnectingContext, CancellationToken, ValueTask>? Connecting { get; init; }

    public Func<JoiningContext, CancellationToken, ValueTask>? Joining { get; init; }

    public Func<IConnection, ValueTask>? Connected { get; init; }

    public Func<MessageContext, ValueTask>? Message { get; init; }

    public Func<string, LeaveCause, ValueTask>? Left { get; init; }

    public Func<IConnection, ValueTask>? Disconnected { get; init; }

    /// <summary>What was said of the end: in order, and exactly once each.</summary>
    public IEnumerable<string> Ending => Journal.Where(line => line.StartsWith("left", StringComparison.Ordinal) || line.StartsWith("disconnected", StringComparison.Ordinal) || line == "disposed");

    public void Write(string line) => _journal.Enqueue(line);

    public Task<TestApp> StartAsync(
        FakeClock? clock = null,
        string environment = "Production",
        Action<RoomSocketsOptions>? options = null,
        Action<IRoomSocketsBuilder>? add = null,
        string pattern = "/ws/{room}") => TestApp.StartAsync(
            app => app.MapRoomSockets<ScriptedHandler>(pattern).AllowAnonymous(),
            rooms =>
            {
                rooms.Services.AddSingleton(this);
                rooms.Services.AddRoomSockets(options);
                add?.Invoke(rooms);
            },
            clock,
            environment: environment);
}

/// <summary>A handler that does what the test's script says and writes down that it was asked.</summary>
internal sealed class ScriptedHandler : RoomHandler, IAsyncDisposable
{
    private readonly Script _script;

    public ScriptedHandler(Script script)
    {
        _script = script;
        script.Handlers.Enqueue(this);
    }

    public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
    {
        _script.Write("connecting");
        return _script.Connecting?.Invoke(context, cancellationToken) ?? ValueTask.CompletedTask;
    }

    public override ValueTask OnJoiningAsync(JoiningContext context, CancellationToken cancellationToken)
    {
        _script.Write($"joining {context.Room}");
        return _script.Joining?.Invoke(context, cancellationToken) ?? ValueTask.CompletedTask;
    }

    public override ValueTask OnConnectedAsync(CancellationToken cancellationToken)
    {
        _script.Write("connected");
        return _script.Connected?.Invoke(Connection) ?? ValueTask.CompletedTask;
    }

    public override ValueTask OnMessageAsync(MessageContext message)
    {
        _script.Write($"message {message.Text}");
        return _script.Message?.Invoke(message) ?? base.OnMessageAsync(message);
    }

    public override ValueTask OnLeftAsync(string room, LeaveCause cause)
    {
        _script.Write($"left {room} {cause}");
        return _script.Left?.Invoke(room, cause) ?? ValueTask.CompletedTask;
    }

    public override ValueTask OnDisconnectedAsync(CloseReason reason)
    {
        _script.Write($"disconnected {reason}");
        _script.Reasons.Enqueue(reason);
        return _script.Disconnected?.Invoke(Connection) ?? ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _script.Write("disposed");
        return ValueTask.CompletedTask;
    }
}
