using RoomSockets;

namespace FastApiMiddlewareChat;

/// <summary>What comes through the middleware is said to the room.</summary>
internal sealed class JsonChatHandler : RoomHandler
{
    public override async ValueTask OnMessageAsync(MessageContext message)
    {
        var said = message.ReadJson(ChatJson.Default.ChatMessage)!;
        await message.PublishAsync(MessageData.Json(new ChatEvent("say", Connection.UserName, said.Text), ChatJson.Default.ChatEvent));
    }
}
