using RoomSockets;

namespace FastApiMiddlewareChat;

/// <summary>Takes a whisper out of the way to the room: every connection of one user gets it, and the sender hears it, too.</summary>
internal sealed class PrivateMessages(IConnectionManager connections) : IRoomMiddleware
{
    public async ValueTask OnMessageAsync(MessageContext message, RoomStep<MessageContext> next)
    {
        // Signals and direct messages of roomsockets.v1.json have forms of their own.
        if (message.Kind != MessageKind.Message || message.ReadJson(ChatJson.Default.ChatMessage) is not { Kind: "whisper" } said)
        {
            await next(message);
            return;
        }

        var whisper = MessageData.Json(new ChatEvent("whisper", message.Connection.UserName, said.Text), ChatJson.Default.ChatEvent);
        if (said.To is null || await connections.SendToUserAsync(said.To, whisper, message.Cancellation) == 0) message.Refuse("not_here", "This user is not here.", field: "to");
        else await message.ReplyAsync(whisper);
    }
}
