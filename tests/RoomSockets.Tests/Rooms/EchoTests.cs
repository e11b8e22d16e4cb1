namespace RoomSockets.Tests;

/// <summary>Many clients that show their own messages at once, in one batch.</summary>
public sealed class EchoTests
{
    private const int Senders = 200;

    [Fact]
    public async Task Batch_OfManySendersWithoutEcho_EachSkipsItsOwn()
    {
        using var world = new V1World();
        var members = new List<V1Member>();
        for (var i = 0; i < Senders; i++) members.Add(await world.JoinAsync($"u{i}"));
        Post(world, members);

        world.Room.Flush();

        for (var i = 0; i < Senders; i++)
        {
            members[i].Frames("skip").Select(static frame => frame["offset"]!.GetValue<long>()).Should().Equal(i + 1);
            members[i].Frames("message").Should().HaveCount(Senders - 1);
        }
    }

    private static void Post(V1World world, List<V1Member> members)
    {
        foreach (var member in members)
        {
            var publication = new Publication { From = member.Connection.Identity.Reference, Sender = member.Connection, Receipt = new Receipt([], Echo: false) };
            world.Room.TryPost("hello", isNumbered: true, default, out _, publication).Should().Be(PostResult.Posted);
        }
    }
}
