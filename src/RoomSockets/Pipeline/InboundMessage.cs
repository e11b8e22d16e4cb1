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
    private ReadOnlyMemory<byte> _id;
    private Func<MessageData, ValueTask>? _post;

    public override string? Room => _room;

    /// <summary>Whether its sender is no longer where it is meant for.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Whether something was published in the message's place.</summary>
    public bool IsPublished { get; private set; }

    /// <summary>Whether its sender has been told that it was not taken.</summary>
    public bool IsRefused => RefusalCode is not null;

    /// <summary>What its sender was told; null for nothing.</summary>
    public string? RefusalCode { get; private set; }

    public override IServiceProvider Services => (_scope ??= scopes.CreateAsyncScope()).ServiceProvider;

    public override ValueTask RelayAsync() => entry.Chain?.Publishing is { } step ? AskAsync(step, Data, RelayAsync) : RelayAsync(Data);

    public override ValueTask<long> PublishAsync(MessageData data) => entry.Chain?.Publishing is { } step ? AskAndPublishAsync(step, data) : PublishNowAsync(data);

    public override void Refuse(string code, string detail, string? field = null, TimeSpan? retryAfter = null, string? rawText = null)
    {
        if (IsPublished || IsRefused) return;
        RefusalCode = code;
        // What it said before comes before what is said of this one.
        Flush();
        if (rawText is not null && entry.Connection.Dialect is null)
        {
            entry.Connection.Post(rawText);
            return;
        }

        using var text = JsonText.Rent();
        ServerFrames.Error(text.Writer, _id.Span, _room, new FrameError(code, detail, field, retryAfter is not null, retryAfter));
        entry.Connection.PostFrame(MessageData.Received(text.Utf8, isBinary: false));
    }

    /// <summary>Through the middleware, where there is any, to the handler.</summary>
    public ValueTask HandleAsync() => entry.Chain?.Message is { } step ? step(this) : ArriveAsync();

    internal override ValueTask ArriveAsync()
    {
        // Its sender has been told that it is not taken.
        if (IsRefused) return ValueTask.CompletedTask;
        if (_post is null) return entry.Handler.OnMessageAsync(this);
        return entry.Chain?.Publishing is { } step ? step(NewContext(Data, isNumbered: Kind == MessageKind.Direct, PostAsync)) : PostAsync(Data);
    }

    private async ValueTask RelayAsync(MessageData data)
    {
        if (data.IsBinary && entry.Connection.Dialect is not null) throw new InvalidOperationException("What came over roomsockets.v1.json is text, and binary data cannot take its place. Set MessageContext.Data to text.");
        var room = FindRoom();
        if (data.IsBinary || (!publisher.Stores && _receipt is null))
        {
            if (await publisher.PostAsync(room, data, isNumbered: !data.IsBinary, new PostOptions(Sender: entry.Connection), Cancellation) is null) throw NotJoined();
            IsPublished = true;
        }
        else
        {
            // Nobody waits for the store here, so that the messages of one read share a commit; its failure reaches the sender.
            var (key, receipt) = TakeReceipt();
            if (!await publisher.SubmitAsync(room, data, entry.Connection, Cancellation, key, receipt)) throw NotJoined();
        }

        Cork(room);
    }

    private async ValueTask<long> PublishNowAsync(MessageData data)
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

    /// <summary>The offset; 0 where somebody did not go on.</summary>
    private async ValueTask<long> AskAndPublishAsync(RoomStep<PublishingContext> step, MessageData data)
    {
        var offset = 0L;
        await AskAsync(step, data, async changed => offset = await PublishNowAsync(changed));
        return offset;
    }

    private async ValueTask AskAsync(RoomStep<PublishingContext> step, MessageData data, Func<MessageData, ValueTask> post)
    {
        // Nobody is asked about what could go nowhere.
        FindRoom();
        await step(NewContext(data, isNumbered: !data.IsBinary, post));
    }

    private PublishingContext NewContext(MessageData data, bool isNumbered, Func<MessageData, ValueTask> post) =>
        new(_room, To, Kind, data, Connection, isNumbered, Name, Cancellation) { Post = post };

    private async ValueTask PostAsync(MessageData data)
    {
        await _post!(data);
        IsPublished = true;
    }

    /// <summary>A message of a raw connection: it is meant for the room of the route.</summary>
    public void Begin(in MessageData data) => Begin(data, entry.Connection.Request.Room, key: null, receipt: null, id: default);

    /// <summary>A message of one that speaks the sub-protocol.</summary>
    public void Begin(in MessageData data, string? room, string? key, Receipt? receipt, ReadOnlyMemory<byte> id)
    {
        Data = data;
        (_room, _key, _receipt, _id, IsPublished, RefusalCode, HasLeft) = (room, key, receipt, id, false, null, false);
        (Kind, To, Name, _post) = (MessageKind.Message, null, null, null);
    }

    /// <summary>A signal or a direct message: past the handler, to <paramref name="post"/>.</summary>
    public void Begin(MessageKind kind, in MessageData data, ClientFrame frame, Func<MessageData, ValueTask> post)
    {
        // A frame may hold more than its type takes, and nobody has looked at that.
        var isDirect = kind == MessageKind.Direct;
        Begin(data, isDirect ? null : frame.Room, key: null, receipt: null, frame.Id);
        (Kind, To, Name, _post) = (kind, isDirect ? frame.To : null, isDirect ? null : frame.Name, post);
    }

    public ValueTask EndAsync()
    {
        // A silent connection keeps nothing of what it said last.
        (Data, Kind, To, Name) = (default, default, null, null);
        (_key, _id, _receipt, _post) = (null, default, null, null);
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
