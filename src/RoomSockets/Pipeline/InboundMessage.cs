using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>The message of one connection that is being handled: one object per connection, begun anew for each message.</summary>
internal sealed class InboundMessage(DirectoryEntry entry, Publisher publisher, IServiceScopeFactory scopes) : MessageContext(entry.Connection)
{
    private AsyncServiceScope? _scope;
    private Room? _waiting;

    public override string? Room => entry.Connection.Request.Room;

    public override IServiceProvider Services => (_scope ??= scopes.CreateAsyncScope()).ServiceProvider;

    public override async ValueTask RelayAsync()
    {
        if (!IsText || !publisher.Stores)
        {
            await PostAsync(Data, isNumbered: IsText);
            return;
        }

        // Nobody waits for the store here, so that the messages of one read share a commit; its failure reaches the sender.
        var room = FindRoom();
        if (!await publisher.SubmitAsync(room, Data, entry.Connection, Cancellation)) throw NotJoined();
        Cork(room);
    }

    public override ValueTask<long> PublishAsync(MessageData data) => data.IsBinary
        ? throw new ArgumentException("Binary data has no offset and is never stored. Use RelayAsync, or IConnectionManager.SendToRoomAsync.", nameof(data))
        : publisher.Stores ? StoreAsync(data) : PostAsync(data, isNumbered: true);

    public void Begin(in MessageData data) => base.Begin(data);

    public ValueTask EndAsync()
    {
        if (_scope is not { } scope) return ValueTask.CompletedTask;
        _scope = null;
        return scope.DisposeAsync();
    }

    /// <summary>Delivers what the messages of one read have put into a room: together, as one batch.</summary>
    public void Flush()
    {
        _waiting?.Flush();
        _waiting = null;
    }

    private async ValueTask<long> PostAsync(MessageData data, bool isNumbered)
    {
        var room = FindRoom();
        var offset = await publisher.PostAsync(room, data, isNumbered, default, Cancellation) ?? throw NotJoined();
        Cork(room);
        return offset;
    }

    private async ValueTask<long> StoreAsync(MessageData data)
    {
        Flush();
        return await publisher.StoreAsync(FindRoom(), data, entry.Connection.UserId, Cancellation) ?? throw NotJoined();
    }

    private Room FindRoom()
    {
        var name = Room ?? throw new InvalidOperationException("This endpoint's pattern has no {room}, so a message has no room to go to. Map a pattern with {room}, or name a room through IConnectionManager.");
        return entry.Find(name) ?? throw NotJoined();
    }

    private void Cork(Room room)
    {
        if (!ReferenceEquals(_waiting, room)) Flush();
        _waiting = room;
    }

    private static InvalidMessageException NotJoined() => new("not_joined");
}
