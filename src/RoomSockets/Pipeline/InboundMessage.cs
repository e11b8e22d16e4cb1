using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets;

/// <summary>The message of one connection that is being handled: one object per connection, begun anew for each message.</summary>
internal sealed class InboundMessage(DirectoryEntry entry, Publisher publisher, IServiceScopeFactory scopes) : MessageContext(entry.Connection)
{
    private AsyncServiceScope? _scope;
    private Room? _waiting;
    private string? _room;
    private string? _key;
    private Receipt? _receipt;

    public override string? Room => _room;

    /// <summary>Whether its sender is no longer where it is meant for.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Whether something was published in the message's place.</summary>
    public bool IsPublished { get; private set; }

    public override IServiceProvider Services => (_scope ??= scopes.CreateAsyncScope()).ServiceProvider;

    public override async ValueTask RelayAsync()
    {
        var room = FindRoom();
        if (!IsText || (!publisher.Stores && _receipt is null))
        {
            if (await publisher.PostAsync(room, Data, isNumbered: IsText, new PostOptions(Sender: entry.Connection), Cancellation) is null) throw NotJoined();
        }
        else
        {
            // Nobody waits for the store here, so that the messages of one read share a commit; its failure reaches the sender.
            var (key, receipt) = TakeReceipt();
            if (!await publisher.SubmitAsync(room, Data, entry.Connection, Cancellation, key, receipt)) throw NotJoined();
        }

        Cork(room);
    }

    public override async ValueTask<long> PublishAsync(MessageData data)
    {
        if (data.IsBinary) throw new ArgumentException("Binary data has no offset and is never stored. Use RelayAsync, or IConnectionManager.SendToRoomAsync.", nameof(data));
        if (publisher.Stores) Flush();
        var room = FindRoom();
        var (key, receipt) = TakeReceipt();
        if (publisher.Stores) return await publisher.StoreAsync(room, data, entry.Connection, Cancellation, key, receipt) ?? throw NotJoined();
        var offset = receipt is null
            ? await publisher.PostAsync(room, data, isNumbered: true, new PostOptions(Sender: entry.Connection), Cancellation)
            : await publisher.PostNumberedAsync(room, data, entry.Connection, key, receipt, Cancellation);
        Cork(room);
        return offset ?? throw NotJoined();
    }

    /// <summary>A message of a raw connection: it is meant for the room of the route.</summary>
    public void Begin(in MessageData data) => Begin(data, entry.Connection.Request.Room, key: null, receipt: null);

    /// <summary>A message of one that speaks the sub-protocol.</summary>
    public void Begin(in MessageData data, string? room, string? key, Receipt? receipt)
    {
        base.Begin(data);
        (_room, _key, _receipt, IsPublished, HasLeft) = (room, key, receipt, false, false);
    }

    public ValueTask EndAsync()
    {
        _receipt = null;
        if (_scope is not { } scope) return ValueTask.CompletedTask;
        _scope = null;
        return scope.DisposeAsync();
    }

    /// <summary>What was put into a room is delivered when the read is over.</summary>
    public void Cork(Room room)
    {
        if (!ReferenceEquals(_waiting, room)) Flush();
        _waiting = room;
    }

    /// <summary>Delivers what the messages of one read have put into a room: together, as one batch.</summary>
    public void Flush()
    {
        _waiting?.Flush();
        _waiting = null;
    }

    /// <summary>The first thing that is published in a message's place takes its key, and its sender hears of it.</summary>
    private (string? Key, Receipt? Receipt) TakeReceipt()
    {
        var taken = IsPublished ? (null, null) : (_key, _receipt);
        IsPublished = true;
        return taken;
    }

    private Room FindRoom()
    {
        var name = Room ?? throw new InvalidOperationException("This endpoint's pattern has no {room}, so a message has no room to go to. Map a pattern with {room}, or name a room through IConnectionManager.");
        return entry.Find(name) ?? throw NotJoined();
    }

    private InvalidMessageException NotJoined()
    {
        HasLeft = true;
        return new InvalidMessageException("not_joined");
    }
}
