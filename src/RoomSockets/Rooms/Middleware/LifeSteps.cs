namespace RoomSockets;

/// <summary>The steps of a connection's life: through its middleware, where there is any, to its handler.</summary>
internal static class LifeSteps
{
    /// <returns>Why it may not connect; null where it may.</returns>
    public static async ValueTask<HandshakeRefusal?> AskToConnectAsync(this DirectoryEntry entry, CancellationToken cancellationToken)
    {
        var context = new ConnectingContext(entry.Connection, cancellationToken) { Handler = entry.Handler };
        await (entry.Chain?.Connecting is { } step ? step(context) : context.EndAsync());
        return context.Verdict;
    }

    /// <returns>Why it may not join; null where it may.</returns>
    public static async ValueTask<HandshakeRefusal?> AskToJoinAsync(this DirectoryEntry entry, string room, CancellationToken cancellationToken)
    {
        var context = new JoiningContext(entry.Connection, room, cancellationToken) { Handler = entry.Handler };
        await (entry.Chain?.Joining is { } step ? step(context) : context.EndAsync());
        return context.Verdict;
    }

    public static ValueTask TellConnectedAsync(this DirectoryEntry entry) => entry.Chain?.Connected is { } step
        ? step(new ConnectedContext(entry.Connection) { Handler = entry.Handler })
        : entry.Handler.OnConnectedAsync(entry.Connection.Closing);

    public static ValueTask TellJoinedAsync(this DirectoryEntry entry, string room) => entry.Chain?.Joined is { } step
        ? step(new JoinedContext(entry.Connection, room) { Handler = entry.Handler })
        : entry.Handler.OnJoinedAsync(room, entry.Connection.Closing);

    public static ValueTask TellLeftAsync(this DirectoryEntry entry, string room, LeaveCause cause) => entry.Chain?.Left is { } step
        ? step(new LeftContext(entry.Connection, room, cause) { Handler = entry.Handler })
        : entry.Handler.OnLeftAsync(room, cause);

    public static ValueTask TellDisconnectedAsync(this DirectoryEntry entry) => entry.Chain?.Disconnected is { } step
        ? step(new DisconnectedContext(entry.Connection, entry.Connection.Reason!) { Handler = entry.Handler })
        : entry.Handler.OnDisconnectedAsync(entry.Connection.Reason!);
}
