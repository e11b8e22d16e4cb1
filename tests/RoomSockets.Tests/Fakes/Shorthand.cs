namespace RoomSockets.Tests;

/// <summary>The product's calls as the tests say them: one frame, one message, a stream instead of a wire.</summary>
internal static class Shorthand
{
    extension(Block)
    {
        public static Block Rent(Opcode opcode, ReadOnlySpan<byte> payload)
        {
            var block = Block.Rent();
            block.Append(opcode, payload);
            return block;
        }
    }

    public static void Attach(this Outbox outbox, Stream stream) => outbox.Attach(new StreamWire(stream, static () => { }));

    public static SendResult TrySend(this Outbox outbox, Block block, int start, int length, int messages) =>
        outbox.TrySend(block, new Segment(start, length, messages), mayRefill: true, out _);

    public static Task WaitForSpaceAsync(this Outbox outbox) => outbox.WaitForSpaceAsync(new Segment(0, 1, 1));

    public static bool TryAdd(this OutboxQueue queue, Block block, int start, int length, int messages) =>
        queue.TryAdd(block, new Segment(start, length, messages), now: 1, out _);

    public static void Open(this Connection connection, Stream stream, Action abort, IReceiver receiver) =>
        connection.Open(new StreamWire(stream, abort), receiver);

    public static PostResult TryPost(this Room room, MessageData data, bool isNumbered, IReadOnlyCollection<string>? except, out long offset) =>
        room.TryPost(data, isNumbered, new PostOptions(Except: except), out offset);

    public static ValueTask<long?> PostAsync(this Publisher publisher, Room room, MessageData data, bool isNumbered, IReadOnlyCollection<string>? except, CancellationToken cancellationToken) =>
        publisher.PostAsync(room, data, isNumbered, new PostOptions(Except: except), cancellationToken);

    public static ValueTask SendAsync(this Publisher publisher, string room, MessageData data, IReadOnlyCollection<string>? except, CancellationToken cancellationToken) =>
        publisher.SendAsync(room, data, new PostOptions(Except: except), cancellationToken);
}
