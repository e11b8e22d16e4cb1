using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Refuses messages, joins and handshakes that are more than the limits allow. Leaving passes.</summary>
internal sealed class RoomRateLimits : IRoomMiddleware, IDisposable
{
    private readonly RoomRateLimitOptions _options;
    private readonly TimeProvider _time;
    private readonly RoomSocketsMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TrialLog _trials;
    private readonly RateGate _messages;
    private readonly RateGate _joins;
    private readonly RateGate _connects;
    private readonly Action<RateLimit> _noteTrial;

    public RoomRateLimits(RoomRateLimitOptions options, TimeProvider time, RoomSocketsMetrics metrics, ILogger<RoomRateLimits> logger)
    {
        (_options, _time, _metrics, _logger, _trials) = (options, time, metrics, logger, new TrialLog(time, logger));
        _messages = new RateGate(RateLimitKind.Messages, options.Limits, time);
        _joins = new RateGate(RateLimitKind.Joins, options.Limits, time);
        _connects = new RateGate(RateLimitKind.Connects, options.Limits, time);
        _noteTrial = NoteTrial;
    }

    public ValueTask OnConnectingAsync(ConnectingContext context, RoomStep<ConnectingContext> next)
    {
        var verdict = _connects.Ask(new RateSubject(context.Connection, context.Connection.Request.Room), _noteTrial);
        if (!IsRefused(verdict, context.Connection)) return GoOn(context, next, verdict);
        context.Refuse(429, ErrorCode.RateLimited, "There were too many connections of late. Come again later.", verdict.RetryAfter);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnJoiningAsync(JoiningContext context, RoomStep<JoiningContext> next)
    {
        var verdict = _joins.Ask(new RateSubject(context.Connection, context.Room), _noteTrial);
        if (!IsRefused(verdict, context.Connection)) return GoOn(context, next, verdict);
        context.Refuse(ErrorCode.RateLimited, "There were too many joins of late. Slow down.", verdict.RetryAfter);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next)
    {
        var verdict = _messages.Ask(new RateSubject(message.Connection, message.Room), _noteTrial);
        if (!IsRefused(verdict, message.Connection)) return GoOn(message, next, verdict);
        message.Refuse(ErrorCode.RateLimited, "There were too many messages of late. Slow down.", retryAfter: verdict.RetryAfter, rawText: _options.RawAnswer);
        return _options.Pause > TimeSpan.Zero ? PauseAsync(_options.Pause, _time, message) : ValueTask.CompletedTask;
    }

    public ValueTask OnDisconnectedAsync(DisconnectedContext context, RoomStep<DisconnectedContext> next)
    {
        _messages.Forget(context.Connection);
        _joins.Forget(context.Connection);
        return next(context);
    }

    public void Dispose()
    {
        _messages.Dispose();
        _joins.Dispose();
        _connects.Dispose();
    }

    /// <summary>The messages of a connection come one at a time, so nothing is read while this one waits.</summary>
    private static async ValueTask PauseAsync(TimeSpan pause, TimeProvider time, MessageContext message)
    {
        try
        {
            await Task.Delay(pause, time, message.Cancellation);
        }
        catch (OperationCanceledException)
        {
            // The connection ends, and nobody has to be slowed down any more.
        }
    }

    private static ValueTask GoOn<T>(T context, RoomStep<T> next, RateVerdict verdict) => verdict.Held is null ? next(context) : HoldAsync(context, next, verdict);

    private static async ValueTask HoldAsync<T>(T context, RoomStep<T> next, RateVerdict verdict)
    {
        try
        {
            await next(context);
        }
        finally
        {
            verdict.Release();
        }
    }

    private bool IsRefused(in RateVerdict verdict, IConnection connection)
    {
        if (verdict.Refused is not { } limit) return false;
        _metrics.RateLimited(RateLimit.NameOf(limit.Kind), limit.Name, isDryRun: false);
        RateLimitLog.Refused(_logger, connection.Id, limit.Name, verdict.RetryAfter);
        return true;
    }

    private void NoteTrial(RateLimit limit)
    {
        _metrics.RateLimited(RateLimit.NameOf(limit.Kind), limit.Name, isDryRun: true);
        _trials.Note(limit);
    }
}
