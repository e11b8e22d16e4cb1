using System.Collections.Concurrent;

namespace RoomSockets.Tests;

public sealed class RoomOrderTests
{
    private const int Publishers = 6;
    private const int Messages = 300;

    [Fact]
    public async Task PublishAsync_ManyPublishers_AllMembersSeeTheOrderOfTheOffsets()
    {
        var start = Block.Outstanding;
        using var world = new World(options => options.InboxMessages = 16);
        var streams = Enumerable.Range(0, 4).Select(_ => world.Join("r").Stream).ToList();
        var texts = new ConcurrentDictionary<long, string>();

        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                var text = $"{publisher}:{i}";
                var offset = await world.Publisher.PublishAsync("r", text, default);
                texts.TryAdd(offset, text).Should().BeTrue("an offset is given once");
            }
        }))).Soon();

        texts.Keys.Order().Should().Equal(Enumerable.Range(1, Publishers * Messages).Select(i => (long)i), "offsets are contiguous");
        var expected = texts.OrderBy(pair => pair.Key).Select(pair => pair.Value).ToList();
        foreach (var stream in streams)
        {
            await stream.WaitForFramesAsync(expected.Count).Soon();
            stream.Frames.Select(frame => frame.Text).Should().Equal(expected);
            stream.Overlapped.Should().BeFalse();
        }

        for (var publisher = 0; publisher < Publishers; publisher++)
            expected.Where(text => text.StartsWith($"{publisher}:", StringComparison.Ordinal)).Should().Equal(Enumerable.Range(0, Messages).Select(i => $"{publisher}:{i}"));
        await WaitUntilReleasedAsync(world, start);
    }

    [Fact]
    public async Task PublishAsync_MembersComeAndGo_EachSeesAContiguousPiece()
    {
        var start = Block.Outstanding;
        using var world = new World();
        var (_, witness) = world.Join("r");
        var pieces = new ConcurrentBag<GatedStream>();

        var visiting = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (var visit = 0; visit < 30; visit++)
            {
                var (entry, stream) = world.Join("r");
                await stream.WaitForFramesAsync(3).Soon();
                world.Directory.Leave(entry, "r").Should().BeTrue();
                pieces.Add(stream);
            }
        })));
        var count = 0;
        for (; !visiting.IsCompleted; count++)
        {
            await world.Publisher.PublishAsync("r", $"{count}", default).Soon();
            await Task.Yield();
        }

        await visiting.Soon();
        await witness.WaitForFramesAsync(count).Soon();
        witness.Frames.Should().HaveCount(count);
        pieces.Should().HaveCount(90);
        foreach (var stream in pieces)
        {
            var numbers = stream.Frames.ConvertAll(frame => int.Parse(frame.Text, System.Globalization.CultureInfo.InvariantCulture));
            numbers.Should().Equal(Enumerable.Range(numbers[0], numbers.Count));
        }

        await WaitUntilReleasedAsync(world, start);
    }

    /// <summary>A drain gives its block back after the last member has it: a further message waits for that.</summary>
    private static async Task WaitUntilReleasedAsync(World world, int start)
    {
        var room = world.Rooms.Find("r")!;
        foreach (var member in room.Members.All()) world.Directory.Remove(world.Directory.Find(member.Id)!);
        var turns = 0;
        while (!room.TryRetire() && turns++ < 1_000_000) await Task.Yield();
        room.TryRetire().Should().BeTrue("no drain runs any more");
        Block.Outstanding.Should().Be(start, "every block is released");
    }
}
