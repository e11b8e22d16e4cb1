using System.Threading.Channels;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>What shares a transaction.</summary>
public sealed class AppendGroupsTests
{
    private readonly Channel<AppendRequest> _waiting = Channel.CreateUnbounded<AppendRequest>();

    [Fact]
    public async Task NextAsync_ManyRooms_AreOneGroupInTheOrderOfTheirNames()
    {
        Write("b", "a", "c");

        (await NextAsync(new AppendGroups(_waiting.Reader))).Should().Equal("a", "b", "c");
    }

    [Fact]
    public async Task NextAsync_OneRoomTwice_WaitsForTheNextGroupInItsOrder()
    {
        Write("a 1", "a 2", "b 1", "a 3");
        var groups = new AppendGroups(_waiting.Reader);

        (await NextAsync(groups)).Should().Equal("a 1", "b 1");
        (await NextAsync(groups)).Should().Equal("a 2");
        Write("c 1");
        (await NextAsync(groups)).Should().Equal("a 3", "c 1");
    }

    [Fact]
    public async Task NextAsync_OneRoomWithoutEnd_LeavesTheRestInTheBoundedQueue()
    {
        Write([.. Enumerable.Range(1, 5000).Select(i => $"a {i}")]);
        var groups = new AppendGroups(_waiting.Reader);

        for (var i = 1; i <= 50; i++) (await NextAsync(groups)).Should().Equal($"a {i}");

        _waiting.Reader.Count.Should().BeGreaterThanOrEqualTo(5000 - 50 - 1000, "no more than a thousand are held");
    }

    [Fact]
    public async Task NextAsync_Closed_GivesWhatIsHeldAndThenNothing()
    {
        Write("a 1", "a 2");
        _waiting.Writer.Complete();
        var groups = new AppendGroups(_waiting.Reader);

        (await NextAsync(groups)).Should().Equal("a 1");
        (await NextAsync(groups)).Should().Equal("a 2");
        (await groups.NextAsync().AsTask().Soon()).Should().BeNull();
    }

    /// <summary>The room, and what tells one batch from another.</summary>
    private void Write(params string[] batches)
    {
        foreach (var batch in batches) _waiting.Writer.TryWrite(new AppendRequest(batch.Split(' ')[0], [new NewAlert(batch)]) { Senders = [null] }).Should().BeTrue();
    }

    private static async Task<IEnumerable<string>> NextAsync(AppendGroups groups) =>
        (await groups.NextAsync().AsTask().Soon())!.Select(request => request.Alerts[0].Content);
}
