namespace RoomSockets;

/// <summary>Looks at the deadlines of an open connection: token, outbox, unfinished message, silence.</summary>
internal static class ConnectionVitals
{
    public static TimeSpan Check(Connection connection, TimeProvider time)
    {
        if (FindReason(connection, time) is { } reason)
        {
            connection.Close(reason);
            return Wheel.Tick;
        }

        if (connection.Input.Silence >= connection.Options.PingInterval && connection.Input.IsReading)
            connection.SendControl(Opcode.Ping, []);
        return NextLook(connection, time);
    }

    public static TimeSpan NextLook(Connection connection, TimeProvider time)
    {
        var options = connection.Options;
        // A pending write has a short deadline and begins without telling anybody, so it bounds every look.
        var next = connection.Outbox.IsWaiting ? Wheel.Tick : options.PingInterval - connection.Input.Silence;
        if (next <= TimeSpan.Zero) next = Min(options.PingInterval, options.DeadAfter - connection.Input.Silence);
        if (connection.Input.IsInMessage) next = Min(next, options.MessageTimeout - connection.Input.MessageAge);
        if (connection.Identity.ExpiresAt is { } end) next = Min(next, end - time.GetUtcNow());
        return next > Wheel.Tick ? next : Wheel.Tick;
    }

    private static CloseReason? FindReason(Connection connection, TimeProvider time)
    {
        var options = connection.Options;
        if (connection.Identity.ExpiresAt <= time.GetUtcNow())
            return CloseReason.TokenExpired;
        if (connection.Outbox.Lag >= options.OutboxTimeout)
            return new CloseReason(CloseCause.TooSlow, CloseCode.TryAgainLater, "too slow");
        // While a handler runs nothing is read, and its time is not the peer's.
        if (!connection.Input.IsReading) return null;
        if (connection.Input.MessageAge >= options.MessageTimeout)
            return new CloseReason(CloseCause.LimitExceeded, CloseCode.PolicyViolation, $"a message took longer than {options.MessageTimeout.TotalSeconds:0.#} s");
        if (connection.Input.Silence >= options.DeadAfter)
            return new CloseReason(CloseCause.TimedOut, CloseCode.PolicyViolation, $"no sign of life for {options.DeadAfter.TotalSeconds:0.#} s");
        return null;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
