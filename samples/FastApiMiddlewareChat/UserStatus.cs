using System.Collections.Concurrent;
using RoomSockets;

namespace FastApiMiddlewareChat;

/// <summary>Keeps what users say of themselves, tells their room, and tells those who come later.</summary>
internal sealed class UserStatus(IConnectionManager rooms) : IRoomMiddleware
{
    private readonly ConcurrentDictionary<string, string> _byConnection = new(StringComparer.Ordinal);

    public async ValueTask OnJoinedAsync(JoinedContext context, RoomStep<JoinedContext> next)
    {
        await next(context);
        foreach (var member in await rooms.GetMembersAsync(context.Room))
        {
            if (_byConnection.TryGetValue(member.Id, out var status)) await context.Connection.SendAsync(Tell(member.UserName, status));
        }
    }

    public async ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next)
    {
        if (message.Kind != MessageKind.Message || message.ReadJson(ChatJson.Default.ChatMessage) is not { Kind: "status" } said)
        {
            await next(message);
            return;
        }

        _byConnection[message.Connection.Id] = said.Text;
        await rooms.SendToRoomAsync(message.Room!, Tell(message.Connection.UserName, said.Text));
    }

    public ValueTask OnDisconnectedAsync(DisconnectedContext context, RoomStep<DisconnectedContext> next)
    {
        _byConnection.TryRemove(context.Connection.Id, out _);
        return next(context);
    }

    private static MessageData Tell(string? user, string status) => MessageData.Json(new ChatEvent("status", user, status), ChatJson.Default.ChatEvent);
}
