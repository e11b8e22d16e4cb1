using System.Diagnostics.Metrics;

namespace RoomSockets;

/// <summary>Owns the instruments of the meter <c>RoomSockets</c>. No tag ever names a room, a user or a connection.</summary>
internal sealed class RoomSocketsMetrics
{
    /// <summary>The name of the limits of <see cref="RoomSocketsOptions"/> beside those that an application adds.</summary>
    public const string BuiltInLimit = "options";

    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _received;
    private readonly Counter<long> _receivedBytes;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _recoveries;
    private readonly Counter<long> _revalidations;
    private readonly Counter<long> _rateLimited;

    public RoomSocketsMetrics(IMeterFactory factory, ConnectionServices connections)
    {
        var meter = factory.Create("RoomSockets");
        // Counted where it happens and read when somebody looks: a drop must cost less than what it saves.
        meter.CreateObservableCounter("roomsockets.server.signals.dropped", () => connections.Drops.Signals, "{message}", "Signals that slow members did without.");
        _active = meter.CreateUpDownCounter<long>("roomsockets.server.active_connections", "{connection}", "Open connections.");
        _duration = meter.CreateHistogram<double>("roomsockets.server.connection.duration", "s", "How long connections lived, by what ended them.");
        _refused = meter.CreateCounter<long>("roomsockets.server.handshakes.refused", "{handshake}", "Refused handshakes, by code.");
        _received = meter.CreateCounter<long>("roomsockets.server.messages.received", "{message}", "Messages of clients.");
        _receivedBytes = meter.CreateCounter<long>("roomsockets.server.messages.received.bytes", "By", "The size of the messages of clients.");
        _errors = meter.CreateCounter<long>("roomsockets.server.frames.refused", "{frame}", "Frames of the sub-protocol that were answered with an error, by code.");
        _revalidations = meter.CreateCounter<long>("roomsockets.server.tokens.revalidated", "{token}", "Tokens of open connections that were asked about again, by whether a validator could say.");
        _recoveries = meter.CreateCounter<long>("roomsockets.server.recoveries", "{recovery}", "Clients that came back to a room, by whether they could be given what they missed.");
        _rateLimited = meter.CreateCounter<long>("roomsockets.server.ratelimit.rejected", "{request}", "Messages, joins and handshakes over a rate limit, by limit; those of a dry run were let through.");
    }

    public void Opened() => _active.Add(1);

    public void Closed(CloseReason reason, TimeSpan lifetime)
    {
        _active.Add(-1);
        _duration.Record(lifetime.TotalSeconds, new KeyValuePair<string, object?>("roomsockets.close.cause", reason.Cause.ToString()));
    }

    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("roomsockets.refusal.code", code));

    /// <summary>A frame was answered with an error; codes of the application's own count as one, since nobody bounds them.</summary>
    public void RefusedFrame(string code) => _errors.Add(1, new KeyValuePair<string, object?>("roomsockets.error.code", ErrorCode.IsOurs(code) ? code : "application"));

    public void Revalidated(bool isDecided) => _revalidations.Add(1, new KeyValuePair<string, object?>("roomsockets.decided", isDecided));

    public void Recovered(bool isComplete) => _recoveries.Add(1, new KeyValuePair<string, object?>("roomsockets.recovered", isComplete));

    /// <summary>Something was over a limit.</summary>
    /// <param name="kind">What: <c>messages</c>, <c>joins</c> or <c>connects</c>.</param>
    /// <param name="limit">The limit's name, which is configured, never what a client said.</param>
    /// <param name="isDryRun">Whether it was let through.</param>
    public void RateLimited(string kind, string limit, bool isDryRun) => _rateLimited.Add(
        1,
        new KeyValuePair<string, object?>("roomsockets.ratelimit.kind", kind),
        new KeyValuePair<string, object?>("roomsockets.ratelimit.limit", limit),
        new KeyValuePair<string, object?>("roomsockets.ratelimit.dry_run", isDryRun));

    public void Received(in MessageData data)
    {
        _received.Add(1);
        _receivedBytes.Add(data.Bytes.Length);
    }
}
