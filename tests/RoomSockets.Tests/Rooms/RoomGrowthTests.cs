namespace RoomSockets.Tests;

/// <summary>A batch that a room takes fits into every member's outbox, whatever it looks like as JSON.</summary>
public sealed class RoomGrowthTests
{
    [Theory]
    [InlineData('\u0001')] // one byte for raw members, six as JSON
    [InlineData('"')]
    [InlineData('\u0080')]
    [InlineData('x')]
    public async Task Batches_OfTextThatGrows_CloseNobodyWhoReads(char letter)
    {
        using var world = new V1World();
        var ann = await world.JoinAsync("ann");
        MessageData text = new string(letter, letter > 0x7F ? 32_000 : 64_000);

        for (var batch = 0; batch < 5; batch++)
        {
            // The write of the batch before has only begun.
            ann.Stream.Hold();
            while (world.Room.TryPost(text, isNumbered: true, default, out _) == PostResult.Posted)
            {
            }

            world.Room.Flush();
            ann.Connection.Reason.Should().BeNull("an outbox that is empty but for one write has place for a batch");
            var sent = ann.Stream.Writes.Count;
            ann.Stream.Release();
            await ann.Connection.Outbox.WhenIdleAsync().Soon();
            sent.Should().BePositive();
        }

        ann.Frames("message").Select(static frame => frame["offset"]!.GetValue<long>()).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Batch_OfManyShortMessages_ClosesNobodyWhoReads()
    {
        using var world = new V1World();
        var ann = await world.JoinAsync(new string('u', 200));
        ann.Stream.Hold();
        world.Room.TryPost("first", isNumbered: true, default, out _);
        world.Room.Flush();
        while (world.Room.TryPost("x", isNumbered: true, new PostOptions(Sender: ann.Connection), out _) == PostResult.Posted)
        {
        }

        world.Room.Flush();

        ann.Connection.Reason.Should().BeNull();
        ann.Stream.Release();
        await ann.Connection.Outbox.WhenIdleAsync().Soon();
    }
}
