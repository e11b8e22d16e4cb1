namespace RoomSockets;

/// <summary>The sub-protocol <c>roomsockets.v1.json</c> as a connection speaks it: what the application sends, and the goodbye.</summary>
internal sealed class V1Dialect : IDialect
{
    private const int ShortestWait = 100;
    private const int LongestWait = 3000;

    public static V1Dialect Instance { get; } = new();

    /// <summary>Text is a notice; binary is for raw members alone.</summary>
    public MessageData? Translate(MessageData data)
    {
        if (data.IsBinary) return null;
        using var text = JsonText.Rent();
        ServerFrames.Signal(text.Writer, room: null, PostOptions.Notice, data);
        return MessageData.Received(text.Utf8.ToArray(), isBinary: false);
    }

    public Goodbye Part(CloseReason reason)
    {
        // Whoever has gone, or breaks the WebSocket protocol itself, is told nothing more.
        if (reason.Cause is CloseCause.ClientClosed or CloseCause.ConnectionLost or CloseCause.ProtocolError) return new Goodbye(reason.Code, reason.Text, default);
        var code = CodeOf(reason);
        var mayReconnect = V1CloseCode.MayReconnect(code);
        using var text = JsonText.Rent();
        ServerFrames.Bye(text.Writer, code, reason.Text, mayReconnect, mayReconnect ? reason.RetryAfter ?? WaitBefore(code) : null);
        return new Goodbye(code, reason.Text, text.Utf8.ToArray());
    }

    private static int CodeOf(CloseReason reason) => reason.Cause switch
    {
        CloseCause.TokenExpired => V1CloseCode.TokenExpired,
        CloseCause.TokenRevoked => V1CloseCode.TokenRefused,
        CloseCause.TooManyConnections => V1CloseCode.TooManyConnections,
        CloseCause.Banned => V1CloseCode.Banned,
        CloseCause.TooSlow => V1CloseCode.TooSlow,
        CloseCause.TimedOut => V1CloseCode.OverCapacity,
        CloseCause.ServerShutdown => V1CloseCode.Shutdown,
        CloseCause.LimitExceeded when reason.Code == CloseCode.MessageTooBig => V1CloseCode.MessageTooBig,
        CloseCause.LimitExceeded or CloseCause.InvalidMessage when reason.Code == CloseCode.PolicyViolation => V1CloseCode.TooManyErrors,
        CloseCause.Disconnected when reason.Code == CloseCode.PolicyViolation => V1CloseCode.Disconnected,
        CloseCause.Refused => V1CloseCode.OfRefusal(reason),
        _ => reason.Code,
    };

    /// <summary>Those who are sent away together should not come back together.</summary>
    private static TimeSpan? WaitBefore(int code) => code == V1CloseCode.TokenExpired ? null : TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestWait, LongestWait));
}
