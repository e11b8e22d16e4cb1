using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace RoomSockets.Tests;

public sealed class BatchTests : IDisposable
{
    private readonly int _blocks = Block.Outstanding;
    private readonly World _world = new(options => options.DeflateMinBytes = 50);

    public void Dispose()
    {
        _world.Dispose();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    [Fact]
    public void Deflate_Postings_AreTheSameMessagesTreatedAlike()
    {
        var inbox = new RoomInbox(100, 1_000_000);
        string[] texts = ["a", new('b', 500), "c", new('d', 300), "e", new('f', 400)];
        PostOptions[] options = [default, default, new(IsSignal: true, "key"), new(IsSignal: true, Except: ["c_1"]), new(Except: ["c_2"]), default];
        for (var i = 0; i < texts.Length; i++) inbox.Add(texts[i], options[i]);
        var batch = inbox.Take()!.Value;

        var deflated = batch.Deflate(50);

        deflated.Messages.Should().Be(6);
        deflated.Posts!.Select(post => post with { Segment = post.Segment with { Start = 0, Length = 0 } })
            .Should().Equal(batch.Posts!.Select(post => post with { Segment = post.Segment with { Start = 0, Length = 0 } }));
        deflated.Posts!.SelectMany(post => Deflated.Texts(deflated.Block.Frames.Span.Slice(post.Segment.Start, post.Segment.Length))).Select(one => one.Text).Should().Equal(texts);
        deflated.Posts![0].Segment.Messages.Should().Be(2, "plain neighbours are one");
        deflated.Posts!.Sum(post => post.Segment.Length).Should().Be(deflated.Block.Length).And.BeLessThan(batch.Block.Length / 2);
        batch.Block.Release();
        deflated.Block.Release();
    }

    [Fact]
    public void Flush_MixedMessages_EachMemberThatKeepsUpGetsItsOwnInOrder()
    {
        var members = Enumerable.Range(0, 4).Select(i => Join("r", deflates: i % 2 == 0)).ToList();
        var room = _world.Rooms.Find("r")!;
        var random = new Random(20261121);
        var expected = members.ConvertAll(_ => new List<string>());
        for (var i = 0; i < 600; i++)
        {
            var text = $"{i}{new string('.', random.Next(3) == 0 ? 200 : 0)}";
            var except = Enumerable.Range(0, 4).Where(_ => random.Next(6) == 0).ToList();
            var how = new PostOptions(random.Next(2) == 0, random.Next(2) == 0 ? "key" : null, [.. except.Select(one => members[one].Entry.Connection.Id)]);
            room.TryPost(text, isNumbered: false, how, out _).Should().Be(PostResult.Posted);
            for (var member = 0; member < 4; member++) if (!except.Contains(member)) expected[member].Add(text);
            if (random.Next(8) == 0) room.Flush();
        }

        room.Flush();

        for (var member = 0; member < 4; member++)
        {
            var texts = Deflated.Texts(members[member].Stream.Writes.SelectMany(write => write).ToArray());
            texts.Select(one => one.Text).Should().Equal(expected[member]);
            texts.Any(one => one.IsDeflated).Should().Be(member % 2 == 0);
        }

        _world.Services.Drops.Signals.Should().Be(0, "nobody was slow");
    }

    [Fact]
    public async Task SignalRoomAsync_ReplacesAndExcept_HoldForEachMember()
    {
        var manager = new ConnectionManager(_world.Directory, new Membership(_world.Directory, new HandlerGuard(NullLogger<HandlerGuard>.Instance, false), new RoomRules()), _world.Publisher, moderation: null!);
        var (slow, left) = (Join("r"), Join("r"));
        slow.Stream.Hold();
        await manager.PublishAsync("r", "pending").Soon();
        await manager.SignalRoomAsync("r", "a1", replaces: "a").Soon();
        await manager.SignalRoomAsync("r", "b1", replaces: "b").Soon();
        await manager.SendToRoomAsync("r", "durable").Soon();
        await manager.SignalRoomAsync("r", "not for the slow one", replaces: "a", except: [slow.Entry.Connection.Id]).Soon();
        await manager.SignalRoomAsync("r", "a2", replaces: "a", except: [left.Entry.Connection.Id]).Soon();

        slow.Stream.Release();
        await slow.Entry.Connection.Outbox.WhenIdleAsync().Soon();

        slow.Stream.Frames.Select(frame => frame.Text).Should().Equal("pending", "a2", "b1", "durable");
        left.Stream.Frames.Select(frame => frame.Text).Should().Equal("pending", "a1", "b1", "durable", "not for the slow one");
        _world.Services.Drops.Signals.Should().Be(1);
    }

    [Fact]
    public async Task SignalRoomAsync_SlowMember_LosesSignalsButStaysForMessages()
    {
        _world.Options.OutboxMessages = 10;
        var manager = new ConnectionManager(_world.Directory, new Membership(_world.Directory, new HandlerGuard(NullLogger<HandlerGuard>.Instance, false), new RoomRules()), _world.Publisher, moderation: null!);
        var slow = Join("r");
        slow.Stream.Hold();
        await manager.PublishAsync("r", "pending").Soon();
        for (var i = 0; i < 100; i++) await manager.SignalRoomAsync("r", $"s{i}").Soon();
        _world.Services.Drops.Signals.Should().Be(94, "six fit before more than half is taken");
        for (var i = 0; i < 10; i++) await manager.PublishAsync("r", $"m{i}").Soon();

        slow.Entry.Connection.Reason.Should().BeNull();
        _world.Services.Drops.Signals.Should().Be(100, "messages need their places");
        slow.Stream.Release();
        await slow.Entry.Connection.Outbox.WhenIdleAsync().Soon();
        slow.Stream.Frames.Select(frame => frame.Text).Should().Equal(["pending", .. Enumerable.Range(0, 10).Select(i => $"m{i}")]);
    }

    [Fact]
    public void Snapshot_AnyDeflates_FollowsWhoComesAndGoes()
    {
        var members = new Members();
        var (plain, one, two) = (NewConnection(false), NewConnection(true), NewConnection(true));
        members.Add(plain);
        Any().Should().BeFalse();
        members.Add(one);
        members.Add(one);
        members.Add(two);
        Any().Should().BeTrue();
        members.Remove(one, out _);
        members.Remove(one, out _);
        Any().Should().BeTrue();
        members.Remove(two, out _);
        Any().Should().BeFalse();

        bool Any() => members.Snapshot().RawDeflates;
    }

    private (DirectoryEntry Entry, GatedStream Stream) Join(string room, bool deflates = false)
    {
        var entry = new DirectoryEntry(NewConnection(deflates), new RelayHandler());
        var stream = new GatedStream();
        _world.Directory.Add(entry);
        entry.Connection.Open(stream, static () => { }, new QuietReceiver());
        _world.Directory.Join(entry, room).Should().Be(JoinResult.Joined);
        return (entry, stream);
    }

    private Connection NewConnection(bool deflates) =>
        new(new ConnectionRequest("/", [], QueryCollection.Empty), Identity.Anonymous, _world.Options, _world.Services) { Deflates = deflates };
}
