using RoomSockets;

namespace MinimalHost;

/// <summary>On <c>/ws</c>: an echo for everybody who speaks raw, and for those who speak the sub-protocol and have an account, all rooms over one socket.</summary>
internal sealed class EchoHandler : RoomHandler
{
    public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
    {
        if (!Connection.Request.IsRaw && Connection.UserId is null) context.Refuse(401, "token_missing", "Rooms need a token.");
        return ValueTask.CompletedTask;
    }

    public override ValueTask OnMessageAsync(MessageContext message) =>
        message.Room is null ? message.ReplyAsync($"Message text was: {message.Text}") : message.RelayAsync();
}
