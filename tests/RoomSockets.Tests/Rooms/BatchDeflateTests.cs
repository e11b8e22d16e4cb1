namespace RoomSockets.Tests;

public sealed class BatchDeflateTests
{
    private static readonly string Long = new('l', 1000);

    [Fact]
    public void Deflate_WithPosts_KeepsWhatEachOneSays()
    {
        var blocks = Block.Outstanding;
        var inbox = new RoomInbox(100, 1_000_000);
        inbox.Add(Long, default);
        inbox.Add("short", default);
        inbox.Add(Long, new PostOptions(IsSignal: true, Replaces: "k"));
        inbox.Add(Long, new PostOptions(Except: ["c_1"]));
        inbox.Add("plain again", default);
        var batch = inbox.Take()!.Value;

        var deflated = batch.Deflate(minBytes: 100);

        deflated.Messages.Should().Be(5);
        deflated.Posts!.Select(post => (post.Segment.Messages, post.Segment.IsSignal, post.Segment.Replaces, Except: post.Except?.Single()))
            .Should().Equal((2, false, null, null), (1, true, "k", null), (1, false, null, "c_1"), (1, false, null, null));
        string[][] texts = [[Long, "short"], [Long], [Long], ["plain again"]];
        Texts(batch).Should().BeEquivalentTo(texts, options => options.WithStrictOrdering());
        Texts(deflated).Should().BeEquivalentTo(texts, options => options.WithStrictOrdering());
        deflated.Block.Length.Should().BeLessThan(batch.Block.Length / 10);
        batch.Block.Release();
        deflated.Block.Release();
        Block.Outstanding.Should().Be(blocks);
    }

    [Fact]
    public void Deflate_WithoutPosts_IsOneRun()
    {
        var inbox = new RoomInbox(100, 1_000_000);
        inbox.Add(Long, default);
        inbox.Add("short", default);
        var batch = inbox.Take()!.Value;

        var deflated = batch.Deflate(minBytes: 100);

        deflated.Posts.Should().BeNull();
        RigFrame.ReadAll(deflated.Block.Frames.ToArray()).Select(frame => (frame.IsDeflated, frame.Text)).Should().Equal((true, Long), (false, "short"));
        RigFrame.ReadAll(batch.Block.Frames.ToArray()).Should().OnlyContain(frame => !frame.IsDeflated, "the plain batch stays as it was");
        batch.Block.Release();
        deflated.Block.Release();
    }

    private static List<List<string>> Texts(Batch batch) =>
        [.. batch.Posts!.Select(post => RigFrame.ReadAll(batch.Block.Frames.Slice(post.Segment.Start, post.Segment.Length).ToArray()).ConvertAll(frame => frame.Text))];
}
