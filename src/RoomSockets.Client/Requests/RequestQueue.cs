namespace RoomSockets.Client;

/// <summary>
/// Owns what waits for the server's answer, in order. A request goes out when its room is joined on the present connection, and again
/// on the next one, until it is answered, refused for good, or too old. Behind a message that the server wants later, the others of the
/// same room, or to the same user, wait, too. Those that were under way with it may overtake it.
/// </summary>
internal sealed class RequestQueue(RoomSocketsClientOptions options, TurnQueue turns, RequestNumbers numbers, Func<ClientConnection?> connection)
{
    private readonly List<Request> _requests = [];
    private readonly Dictionary<Lane, (Alarm Alarm, DateTimeOffset End)> _pauses = [];
    private long _bytes;
    private int _bounded;

    /// <summary>The largest frame that the server takes, in bytes.</summary>
    public long MaxFrameBytes { get; set; } = long.MaxValue;

    public void Add(Request request)
    {
        if (!request.IsUnbounded && (_bounded >= options.QueueMessages || _bytes + request.Bytes > options.QueueBytes))
        {
            request.Fail(Full());
            return;
        }

        _requests.Add(request);
        if (!request.IsUnbounded) _bounded++;
        _bytes += request.Bytes;
        request.Latest = options.Clock.GetUtcNow() + options.RequestTimeout;
        request.Timeout = new Alarm(options.Clock, turns, () => Fail(request, TooOld(request)));
        request.Timeout.Set(options.RequestTimeout);
        Flush();
    }

    /// <summary>Sends what may go now.</summary>
    public void Flush()
    {
        if (connection() is not { } open) return;
        foreach (var request in _requests.ToArray())
        {
            if (request.Id is not null || request.Room is { IsJoined: false } || _pauses.ContainsKey(LaneOf(request))) continue;
            var id = numbers.Next();
            var frame = request.Write(id);
            if (frame.Length > MaxFrameBytes)
            {
                Fail(request, TooBig(frame.Length));
                continue;
            }

            request.Id = id;
            open.Send(frame);
        }
    }

    /// <summary>Takes a frame that answers; false when nobody asked.</summary>
    public bool TryAnswer(ServerFrame frame)
    {
        if (Find(frame.Id) is not { } request) return false;
        if (frame is ErrorFrame error) Refuse(request, error.ToException());
        else if (request.TryAnswer(frame)) Remove(request);
        return true;
    }

    /// <summary>A message has come back whose answer was lost with its connection: asking for it again would say it twice, where the server keeps no keys.</summary>
    public void Confirm(Membership room, string? key, long offset)
    {
        if (key is null) return;
        if (_requests.Find(request => request.Id is null && request.Room == room && string.Equals(request.Key, key, StringComparison.Ordinal)) is { } waiting && waiting.TryAnswer(new AckFrame { Offset = offset })) Remove(waiting);
    }

    /// <summary>The connection is gone; what was under way is asked again on the next one.</summary>
    public void OnLost()
    {
        ClearPauses();
        foreach (var request in _requests.ToArray())
        {
            if (request.IsOfConnection) End(request);
            else if (request.Room?.Ended is { } ended) Fail(request, ended);
            else request.Id = null;
        }
    }

    /// <summary>The room was left: what was not sent yet will not be. What was may still be answered.</summary>
    public void OnEnded(Membership room)
    {
        foreach (var request in _requests.Where(request => request.Room == room && request.Id is null).ToArray()) Fail(request, room.Ended!);
    }

    public void FailAll(RoomSocketsException reason)
    {
        foreach (var request in _requests.ToArray())
        {
            if (request.IsOfConnection) End(request);
            else Fail(request, reason);
        }

        ClearPauses();
    }

    public void Remove(Request request)
    {
        if (!_requests.Remove(request)) return;
        request.Timeout?.Stop();
        if (!request.IsUnbounded) _bounded--;
        _bytes -= request.Bytes;
    }

    private void Refuse(Request request, RoomSocketsException reason)
    {
        request.Id = null;
        var wait = reason.RetryAfter ?? Backoff.Wait(request.Refusals++, options.SafeJitter());
        // Nobody waits for what comes too late; and the others of its lane shall not wait for it either.
        if (!reason.IsTemporary || request.IsOfConnection || options.Clock.GetUtcNow() + wait >= request.Latest)
        {
            Fail(request, reason);
            return;
        }

        request.Refusal = reason;
        Pause(LaneOf(request), wait);
    }

    private void ClearPauses()
    {
        foreach (var pause in _pauses.Values) pause.Alarm.Stop();
        _pauses.Clear();
    }

    private void Pause(Lane lane, TimeSpan wait)
    {
        var end = options.Clock.GetUtcNow() + wait;
        if (_pauses.Remove(lane, out var earlier)) earlier.Alarm.Stop();
        if (earlier.End > end) (end, wait) = (earlier.End, wait + (earlier.End - end));
        var alarm = new Alarm(options.Clock, turns, () => Resume(lane));
        _pauses[lane] = (alarm, end);
        alarm.Set(wait);
    }

    private void Resume(Lane lane)
    {
        _pauses.Remove(lane);
        Flush();
    }

    private void Fail(Request request, RoomSocketsException reason)
    {
        Remove(request);
        request.Fail(reason);
    }

    private void End(Request request)
    {
        Remove(request);
        request.End();
    }

    private Request? Find(long? id) => id is null ? null : _requests.Find(request => request.Id == id);

    private static Lane LaneOf(Request request) => request.IsRead ? new(null, null, request) : new(request.Room, request.To, null);

    private RoomSocketsException Full() => new("queue_full", $"{_bounded} requests of {_bytes:N0} bytes wait for the server already; await their tasks, or raise {nameof(RoomSocketsClientOptions)}.{nameof(options.QueueMessages)} ({options.QueueMessages}) and {nameof(options.QueueBytes)} ({options.QueueBytes:N0}).") { IsTemporary = true };

    private RoomSocketsException TooOld(Request request) => new("timeout", $"The server did not answer within {options.RequestTimeout}; whether it took the request is unknown.", request.Refusal) { IsTemporary = true };

    private RoomSocketsException TooBig(int bytes) => new("too_big", $"The frame has {bytes:N0} bytes; the server takes {MaxFrameBytes:N0}.");

    /// <summary>What keeps its order among itself: the messages to one room, or to one user. A question has a lane of its own.</summary>
    private readonly record struct Lane(Membership? Room, string? To, Request? Question);
}
