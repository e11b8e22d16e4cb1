using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace RoomSockets.Client.Tests;

/// <summary>A socket whose other end is the test. What the test lets arrive has been dealt with when the client asks for more.</summary>
internal sealed class ScriptedSocket : WebSocket
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<TaskCompletionSource<Arrival>> _questions = Channel.CreateUnbounded<TaskCompletionSource<Arrival>>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<JsonElement> _sent = [];
    private TaskCompletionSource<Arrival>? _question;
    private ReadOnlyMemory<byte> _rest;
    private WebSocketCloseStatus? _closeStatus;
    private string? _closeReason;
    private WebSocketState _state = WebSocketState.Open;

    private enum Kind
    {
        Text,
        Close,
        Cut,
    }

    public override WebSocketCloseStatus? CloseStatus => _closeStatus;

    public override string? CloseStatusDescription => _closeReason;

    public override WebSocketState State => _state;

    public override string? SubProtocol => "roomsockets.v1.json";

    /// <summary>Whether the client sent a close frame.</summary>
    public bool IsClosedByClient { get; private set; }

    /// <summary>When set, sends wait for it.</summary>
    public Task? Blocked { get; set; }

    /// <summary>Whether the server answers the client's close frame.</summary>
    public bool AnswersClose { get; set; } = true;

    /// <summary>The oldest frame that was sent and not looked at; null when there is none.</summary>
    public JsonElement? TakeSent()
    {
        lock (_sent) return _sent.TryDequeue(out var frame) ? frame : null;
    }

    /// <summary>Waits until the client reads.</summary>
    public async Task ReadyAsync() => _question ??= await AskedAsync();

    /// <summary>A frame arrives, and is dealt with.</summary>
    public Task ReceiveAsync(string text) => ArriveAsync(new Arrival(Kind.Text, Encoding.UTF8.GetBytes(text)));

    /// <summary>The server closes; 1006 cuts the connection.</summary>
    public async Task CloseByServerAsync(int code, string reason = "")
    {
        (_closeStatus, _closeReason) = (code is 1005 or 1006 ? null : (WebSocketCloseStatus)code, reason);
        await ArriveAsync(new Arrival(code == 1006 ? Kind.Cut : Kind.Close, default));
        await _disposed.Task.WaitAsync(Patience);
    }

    public Task DisposedAsync() => _disposed.Task.WaitAsync(Patience);

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _questions.Writer.TryComplete();
        Answer(new Arrival(Kind.Cut, default));
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_rest.Length == 0)
        {
            var question = new TaskCompletionSource<Arrival>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_questions.Writer.TryWrite(question)) throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            var arrival = await question.Task.ConfigureAwait(false);
            if (arrival.Kind == Kind.Cut) throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            if (arrival.Kind == Kind.Close) return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
            _rest = arrival.Bytes;
        }

        var count = Math.Min(_rest.Length, buffer.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Text, _rest.Length == 0);
    }

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (Blocked is { } gate) await gate.ConfigureAwait(false);
        if (_state != WebSocketState.Open) throw new WebSocketException(WebSocketError.InvalidState);
        lock (_sent) _sent.Enqueue(JsonElement.Parse(buffer.Span));
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        IsClosedByClient = true;
        if (!AnswersClose || _closeStatus is not null) return Task.CompletedTask;
        _closeStatus = closeStatus;
        Answer(new Arrival(Kind.Close, default));
        return Task.CompletedTask;
    }

    public override void Dispose()
    {
        _state = WebSocketState.Closed;
        _questions.Writer.TryComplete();
        _disposed.TrySetResult();
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task ArriveAsync(Arrival arrival)
    {
        await ReadyAsync();
        var question = _question!;
        _question = null;
        question.SetResult(arrival);
        _question = await AskedAsync();
    }

    /// <summary>The next question of the client; null when it asks none any more.</summary>
    private async Task<TaskCompletionSource<Arrival>?> AskedAsync() =>
        await _questions.Reader.WaitToReadAsync().AsTask().WaitAsync(Patience) && _questions.Reader.TryRead(out var question) ? question : null;

    private void Answer(Arrival arrival)
    {
        if (_question is not null || _questions.Reader.TryRead(out _question)) _question.TrySetResult(arrival);
    }

    private sealed record Arrival(Kind Kind, ReadOnlyMemory<byte> Bytes);
}
