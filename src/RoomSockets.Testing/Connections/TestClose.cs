namespace RoomSockets.Testing;

/// <summary>How a server ended a connection.</summary>
/// <param name="Code">Its close code (RFC 6455, section 7.4); 1005 for a close frame without one, 1006 for an end without a close frame.</param>
/// <param name="Reason">Its reason; empty for none.</param>
public sealed record TestClose(int Code, string Reason);
