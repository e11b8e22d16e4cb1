using System.Text;

namespace RoomSockets;

/// <summary>Puts messages into rooms: waits for a place where the inbox is full, and takes the new room where the old one just went.</summary>
internal sealed class Publisher(RoomTable rooms, RoomSocketsOptions options, MiddlewareRegistry? middleware = null)
{
    /// <summary>Whether what is published is stored before anybody gets it.</summary>
    public bool Stores => rooms.Stores;

    private RoomStep<PublishingContext>? Step => middleware?.Application?.Publishing;

    /// <summary>Publishes the application's own to a room that may have to come into being.</summary>
    /// <returns>The offset; 0 where a middleware did not go on.</returns>
    public ValueTask<long> PublishAsync(string room, MessageData data, CancellationToken cancellationToken) =>
        Step is { } step ? AskAndPublishAsync(step, room, data, cancellationToken) : PublishNowAsync(room, data, cancellationToken);

    /// <summary>Sends the application's own to those who are in a room now.</summary>
    public ValueTask SendAsync(string room, MessageData data, PostOptions how, CancellationToken cancellationToken)
    {
        if (rooms.Find(room) is null) return ValueTask.CompletedTask;
        if (Step is not { } step) return SendNowAsync(room, data, how, cancellationToken);
        return step(new PublishingContext(room, to: null, how.IsSignal ? MessageKind.Signal : MessageKind.Message, data, sender: null, isNumbered: false, how.IsSignal ? how.Name ?? PostOptions.Notice : null, cancellationToken)
        {
            Post = changed => SendNowAsync(room, changed, how, cancellationToken),
        });
    }

    private async ValueTask<long> AskAndPublishAsync(RoomStep<PublishingContext> step, string room, MessageData data, CancellationToken cancellationToken)
    {
        var offset = 0L;
        await step(new PublishingContext(room, to: null, MessageKind.Message, data, sender: null, isNumbered: true, name: null, cancellationToken)
        {
            Post = async changed => offset = await PublishNowAsync(room, changed, cancellationToken),
        });
        return offset;
    }

    private async ValueTask<long> PublishNowAsync(string room, MessageData data, CancellationToken cancellationToken)
    {
        while (true)
        {
            var target = rooms.GetOrAdd(room) ?? throw new RoomUnavailableException(room, options.MaxRooms);
            target.Touch();
            if (rooms.Stores)
            {
                if (await StoreAsync(target, data, sender: null, cancellationToken) is { } stored) return stored;
                continue;
            }

            if (await PostAsync(target, data, isNumbered: true, default, cancellationToken) is not { } offset) continue;
            target.Flush();
            return offset;
        }
    }

    private async ValueTask SendNowAsync(string room, MessageData data, PostOptions how, CancellationToken cancellationToken)
    {
        if (rooms.Find(room) is not { } target) return;
        if (await PostAsync(target, data, isNumbered: false, how, cancellationToken) is not null) target.Flush();
    }

    /// <summary>Publishes what is stored first, and waits until it is durable and on its way to the members.</summary>
    /// <returns>The offset; null when the room went out of service.</returns>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async ValueTask<long?> StoreAsync(Room room, MessageData data, Connection? sender, CancellationToken cancellationToken, string? key = null, Receipt? receipt = null)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var publication = NewPublication(data, sender, key, receipt, done);
        if (await PostAsync(room, data, isNumbered: true, default, cancellationToken, publication) is null) return null;
        room.Flush();
        return await done.Task;
    }

    /// <summary>Puts a numbered message into the inbox; the caller flushes the room. Nobody waits: the sender hears of a failure, and with a receipt of the offset.</summary>
    /// <returns>False when the room went out of service.</returns>
    public async ValueTask<bool> SubmitAsync(Room room, MessageData data, Connection sender, CancellationToken cancellationToken, string? key = null, Receipt? receipt = null, string? to = null) =>
        await PostAsync(room, data, isNumbered: true, default, cancellationToken, NewPublication(data, sender, key, receipt, to: to)) is not null;

    /// <summary>The same where nothing is stored, so that the offset is known at once.</summary>
    public ValueTask<long?> PostNumberedAsync(Room room, MessageData data, Connection sender, string? key, Receipt? receipt, CancellationToken cancellationToken) =>
        PostAsync(room, data, isNumbered: true, default, cancellationToken, NewPublication(data, sender, key, receipt));

    /// <summary>Puts a message into the inbox; the caller flushes the room, at once or when it has put more there.</summary>
    /// <returns>The offset (0 for one that is not numbered); null when the room went out of service.</returns>
    public async ValueTask<long?> PostAsync(Room room, MessageData data, bool isNumbered, PostOptions how, CancellationToken cancellationToken, Publication? publication = null)
    {
        CheckSize(data);
        while (true)
        {
            switch (room.TryPost(data, isNumbered, how, out var offset, publication))
            {
                case PostResult.Posted:
                    return offset;
                case PostResult.Retired:
                    return null;
            }

            await WaitAsync(room, cancellationToken);
        }
    }

    /// <summary>Puts into the inbox what only those get who speak the sub-protocol; the caller flushes the room.</summary>
    public static async ValueTask AnnounceAsync(Room room, Announcement announcement, CancellationToken cancellationToken)
    {
        while (room.TryAnnounce(announcement) == PostResult.Full) await WaitAsync(room, cancellationToken);
    }

    private static Task WaitAsync(Room room, CancellationToken cancellationToken)
    {
        // Somebody has to drain what is in the way before anybody can wait for it.
        room.Flush();
        return room.WaitForPlaceAsync().WaitAsync(cancellationToken);
    }

    private Publication NewPublication(MessageData data, Connection? sender, string? key, Receipt? receipt, TaskCompletionSource<long>? done = null, string? to = null) => new()
    {
        Alert = Stores ? new NewAlert(Encoding.UTF8.GetString(data.Bytes.Span), sender?.UserId, key, data.IsJson) : null,
        From = sender?.Identity.Reference,
        Sender = sender,
        Key = key,
        IsJson = data.IsJson,
        Receipt = receipt,
        Done = done,
        To = to,
    };

    private void CheckSize(MessageData data)
    {
        if (data.Bytes.Length > options.OutboxBytes - Frame.MaxHeader)
            throw new ArgumentException($"The message has {data.Bytes.Length} bytes; a member's outbox holds {options.OutboxBytes}. Send less, or raise RoomSocketsOptions.OutboxBytes.", nameof(data));
    }
}
