using System.Text;

namespace RoomSockets;

/// <summary>Puts messages into rooms: waits for a place where the inbox is full, and takes the new room where the old one just went.</summary>
internal sealed class Publisher(RoomTable rooms, RoomSocketsOptions options)
{
    /// <summary>Whether what is published is stored before anybody gets it.</summary>
    public bool Stores => rooms.Stores;

    /// <summary>Publishes to a room that may have to come into being.</summary>
    public async ValueTask<long> PublishAsync(string room, MessageData data, CancellationToken cancellationToken)
    {
        while (true)
        {
            var target = rooms.GetOrAdd(room) ?? throw new RoomUnavailableException(room, options.MaxRooms);
            target.Touch();
            if (rooms.Stores)
            {
                if (await StoreAsync(target, data, senderId: null, cancellationToken) is { } stored) return stored;
                continue;
            }

            if (await PostAsync(target, data, isNumbered: true, default, cancellationToken) is not { } offset) continue;
            target.Flush();
            return offset;
        }
    }

    /// <summary>Sends to those who are in a room now.</summary>
    public async ValueTask SendAsync(string room, MessageData data, PostOptions how, CancellationToken cancellationToken)
    {
        if (rooms.Find(room) is not { } target) return;
        if (await PostAsync(target, data, isNumbered: false, how, cancellationToken) is not null) target.Flush();
    }

    /// <summary>Publishes what is stored first, and waits until it is durable and on its way to the members.</summary>
    /// <returns>The offset; null when the room went out of service.</returns>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async ValueTask<long?> StoreAsync(Room room, MessageData data, string? senderId, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var pending = new PendingAlert(AlertOf(data, senderId), done);
        if (await PostAsync(room, data, isNumbered: true, default, cancellationToken, pending) is null) return null;
        room.Flush();
        return await done.Task;
    }

    /// <summary>Puts a message that is stored first into the inbox; the caller flushes the room. Its sender hears of a failure.</summary>
    /// <returns>False when the room went out of service.</returns>
    public async ValueTask<bool> SubmitAsync(Room room, MessageData data, Connection sender, CancellationToken cancellationToken) =>
        await PostAsync(room, data, isNumbered: true, default, cancellationToken, new PendingAlert(AlertOf(data, sender.UserId), Sender: sender)) is not null;

    /// <summary>Puts a message into the inbox; the caller flushes the room, at once or when it has put more there.</summary>
    /// <returns>The offset (0 for one that is not numbered); null when the room went out of service.</returns>
    public async ValueTask<long?> PostAsync(Room room, MessageData data, bool isNumbered, PostOptions how, CancellationToken cancellationToken, PendingAlert? pending = null)
    {
        CheckSize(data);
        while (true)
        {
            switch (room.TryPost(data, isNumbered, how, out var offset, pending))
            {
                case PostResult.Posted:
                    return offset;
                case PostResult.Retired:
                    return null;
            }

            // Somebody has to drain what is in the way before anybody can wait for it.
            room.Flush();
            await room.WaitForPlaceAsync().WaitAsync(cancellationToken);
        }
    }

    private static NewAlert AlertOf(MessageData data, string? senderId) => new(Encoding.UTF8.GetString(data.Bytes.Span), senderId);

    private void CheckSize(MessageData data)
    {
        if (data.Bytes.Length > options.OutboxBytes - Frame.MaxHeader)
            throw new ArgumentException($"The message has {data.Bytes.Length} bytes; a member's outbox holds {options.OutboxBytes}. Send less, or raise RoomSocketsOptions.OutboxBytes.", nameof(data));
    }
}
