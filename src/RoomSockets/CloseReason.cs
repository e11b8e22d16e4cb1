namespace RoomSockets;

/// <summary>Why a connection ended. The first reason wins; later ones are ignored.</summary>
/// <param name="Cause">Who or what ended it.</param>
/// <param name="Code">The close code on the wire; 1005 when the client's close frame carried none, 1006 when the peer vanished without one.</param>
/// <param name="Text">The reason on the wire, at most 123 bytes of UTF-8; may be empty.</param>
public sealed record CloseReason(CloseCause Cause, int Code, string Text)
{
    internal static CloseReason TokenExpired { get; } = new(CloseCause.TokenExpired, CloseCode.PolicyViolation, "token_expired");

    internal static CloseReason TooManyConnections { get; } = new(CloseCause.TooManyConnections, CloseCode.PolicyViolation, "too many connections");

    internal static CloseReason NotInThisRoom { get; } = new(CloseCause.RoomForbidden, CloseCode.PolicyViolation, "room");

    internal static CloseReason TokenRevoked { get; } = new(CloseCause.TokenRevoked, CloseCode.PolicyViolation, "token_invalid");

    internal static CloseReason BannedEverywhere { get; } = new(CloseCause.Banned, CloseCode.PolicyViolation, "banned");

    /// <summary>The exception behind <see cref="CloseCause.HandlerFailed"/> or <see cref="CloseCause.ConnectionLost"/>, where there was one.</summary>
    public Exception? Exception { get; init; }

    /// <summary>When it makes sense to come again; null where nobody can tell.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The same for a log: what the client said in its close frame or its message is content, and nobody writes lines of their own.</summary>
    internal string ForLog => LoggedText.Length == 0 ? $"{Cause} ({Code})" : $"{Cause} ({Code}, \"{LoggedText}\")";

    internal string LoggedText => Cause is CloseCause.ClientClosed or CloseCause.InvalidMessage ? string.Empty : LogText.Clean(Text);

    /// <inheritdoc/>
    public override string ToString() => Text.Length == 0 ? $"{Cause} ({Code})" : $"{Cause} ({Code}, \"{Text}\")";
}

/// <summary>Who or what ended a connection.</summary>
public enum CloseCause
{
    /// <summary>The client sent a close frame.</summary>
    ClientClosed,

    /// <summary>The peer vanished without a close frame.</summary>
    ConnectionLost,

    /// <summary>The peer gave no sign of life for <see cref="RoomSocketsOptions.DeadAfter"/>.</summary>
    TimedOut,

    /// <summary>The peer broke RFC 6455, or sent text that is not UTF-8.</summary>
    ProtocolError,

    /// <summary>A message was larger, in more fragments or slower than the options allow.</summary>
    LimitExceeded,

    /// <summary>A message did not have the form that the handler expects.</summary>
    InvalidMessage,

    /// <summary>A handler threw an exception.</summary>
    HandlerFailed,

    /// <summary>The application closed it: a handler, or <see cref="IConnectionManager"/>.</summary>
    Disconnected,

    /// <summary>The outbox was full, or made no progress for <see cref="RoomSocketsOptions.OutboxTimeout"/>.</summary>
    TooSlow,

    /// <summary>The token expired while the connection was open.</summary>
    TokenExpired,

    /// <summary>The token was revoked while the connection was open, or the validators do not accept it any more, see <see cref="RoomSocketsOptions.RevalidateEvery"/>.</summary>
    TokenRevoked,

    /// <summary>The user or the address was banned everywhere, see <see cref="IConnectionManager.BanAsync"/>.</summary>
    Banned,

    /// <summary>The host shuts down.</summary>
    ServerShutdown,

    /// <summary>The handshake was refused with a close code, see <see cref="RoomSocketsOptions.Refusal"/>.</summary>
    Refused,

    /// <summary>The user or the address opened one connection too many, and this was the oldest, see <see cref="ConnectionLimitMode.CloseOldest"/>.</summary>
    TooManyConnections,

    /// <summary>A raw connection may no longer be in the room of its route: its token was asked about again, and the rooms after it.</summary>
    RoomForbidden,
}
