using RoomSockets;

namespace CookieOrToken;

/// <summary>Answers each message with the credential, the query's number and the item of the route.</summary>
internal sealed class ItemHandler : RoomHandler
{
    private int? _q;

    public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
    {
        // A q that is no integer refuses the handshake here, with 400 bad_value.
        if (context.Connection.Request.TryGetQuery<int>("q", out var q)) _q = q;
        return ValueTask.CompletedTask;
    }

    public override async ValueTask OnMessageAsync(MessageContext message)
    {
        await message.ReplyAsync($"Session cookie or query token value is: {Connection.UserId}");
        if (_q is { } q) await message.ReplyAsync($"Query parameter q is: {q}");
        await message.ReplyAsync($"Message text was: {message.Text}, for item ID: {Connection.Request.GetRouteValue("item_id")}");
    }
}
