namespace RoomSockets;

/// <summary>Puts messages into rooms: waits for a place where the inbox is full, and takes the new room where the old one just went.</summary>
internal sealed class Publisher(RoomTable rooms, RoomSocketsOptions options)
{
    /// <summary>Publishes to a room that may have to come into being.</summary>
    public async ValueTask<long> PublishAsync(string room, MessageData data, CancellationToken cancellationToken)
    {
        while (true)
        {
            var target = rooms.GetOrAdd(room) ?? throw new RoomUnavailableException(room, options.MaxRooms);
            target.Touch();
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

    /// <summary>Puts a message into the inbox; the caller flushes the room, at once or when it has put more there.</summary>
    /// <returns>The offset (0 for one that is not numbered); null when the room went out of service.</returns>
    public async ValueTask<long?> PostAsync(Room room, MessageData data, bool isNumbered, PostOptions how, CancellationToken cancellationToken)
    {
        CheckSize(data);
        while (true)
        {
            switch (room.TryPost(data, isNumbered, how, out var offset))
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

    private void CheckSize(MessageData data)
    {
        if (data.Bytes.Length > options.OutboxBytes - Frame.MaxHeader)
            throw new ArgumentException($"The message has {data.Bytes.Length} bytes; a member's outbox holds {options.OutboxBytes}. Send less, or raise RoomSocketsOptions.OutboxBytes.", nameof(data));
    }
}
