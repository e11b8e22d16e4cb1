using RoomSockets;

namespace FastApiMiddlewareChat;

/// <summary>Plain text: tells a room who comes and goes, and puts the speaker's name before what is said.</summary>
internal sealed class ChatHandler(IConnectionManager rooms) : RoomHandler
{
    public override async ValueTask OnJoinedAsync(string room, CancellationToken cancellationToken) =>
        await rooms.SendToRoomAsync(room, $"Server: {Connection.UserName} has joined the chat", cancellationToken: cancellationToken);

    public override async ValueTask OnMessageAsync(MessageContext message) => await message.PublishAsync($"{Connection.UserName}: {message.Text}");

    public override async ValueTask OnLeftAsync(string room, LeaveCause cause) =>
        await rooms.SendToRoomAsync(room, $"Server: {Connection.UserName} has left the chat");
}
