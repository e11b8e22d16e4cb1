using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Owns the time that one handshake has: validators, authorisation and handler share it.</summary>
internal sealed class HandshakeClock(HttpContext http, TimeSpan limit, TimeProvider time)
{
    /// <summary>When it began, as a timestamp of the clock.</summary>
    public long Began { get; } = time.GetTimestamp();

    public static HandshakeClock Of(HttpContext http, RoomSocketsOptions options, TimeProvider time)
    {
        if (http.Features.Get<HandshakeClock>() is { } clock) return clock;
        clock = new HandshakeClock(http, options.HandshakeTimeout, time);
        http.Features.Set(clock);
        return clock;
    }

    /// <summary>Cancelled when the time is over or the client has gone.</summary>
    public Deadline CreateDeadline()
    {
        var left = limit - time.GetElapsedTime(Began);
        return new Deadline(new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time), http.RequestAborted);
    }

    /// <summary>Two reasons to stop in one token.</summary>
    public sealed class Deadline(CancellationTokenSource timer, CancellationToken aborted) : IDisposable
    {
        private readonly CancellationTokenRegistration _aborted = aborted.UnsafeRegister(static timer => ((CancellationTokenSource)timer!).Cancel(), timer);

        public CancellationToken Token { get; } = timer.Token;

        public void Dispose()
        {
            // First, and waiting for a call that is under way: nobody cancels what has been disposed of.
            _aborted.Dispose();
            timer.Dispose();
        }
    }
}
