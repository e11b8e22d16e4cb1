using System.Text;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Wire;

/// <summary>A peer that does not read is cut off; nobody else waits for it. Kernel buffers take some megabytes, so much is sent.</summary>
public sealed class SlowReaderTests
{
    private const int Messages = 320;
    private const int Size = 60_000;

    [Fact]
    public async Task Member_ThatDoesNotRead_IsTooSlowByBytesAndTheOthersGetEverything()
    {
        var clock = new FakeClock();
        var script = new Script();
        await using var app = await script.StartAsync(clock);
        await using var slow = await app.KnockAsync("/ws/lobby");
        slow.Socket.ReceiveBufferSize = 512 * 1024;
        await app.MembersAsync("lobby", 1);
        await using var fast = await app.ConnectAsync("/ws/lobby");
        await app.MembersAsync("lobby", 2);

        for (var i = 0; i < Messages; i++)
        {
            (await app.Rooms.PublishAsync("lobby", Numbered(i)).AsTask().Patiently()).Should().Be(i + 1);
            (await fast.ReceiveAsync()).Should().Be(Numbered(i));
        }

        // 19 MB went by, and the clock stood still.
        await app.MembersAsync("lobby", 1);
        var frames = await slow.ReadUntilCloseAsync();
        frames[^1].Should().Be("1013 too slow");
        frames.SkipLast(1).Should().Equal(Enumerable.Range(0, frames.Count - 1).Select(i => Numbered(i)), "what came, came whole and in order");
        await slow.SendAsync(8, []);
        await app.LeftAsync(1);
        script.Reasons.Single().Cause.Should().Be(CloseCause.TooSlow);
        app.Logs.Entries.Should().ContainSingle(entry => entry.Text.Contains("reads too slowly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Member_WhoseWriteMakesNoProgress_IsTooSlowAfterFiveSeconds()
    {
        var clock = new FakeClock();
        var script = new Script();
        await using var app = await script.StartAsync(clock, options: options => options.OutboxBytes = 64 * 1024 * 1024);
        await using var slow = await app.KnockAsync("/ws/lobby");
        slow.Socket.ReceiveBufferSize = 512 * 1024;
        await app.MembersAsync("lobby", 1);
        var connection = await app.OnlyConnectionAsync();
        for (var i = 0; i < Messages; i++) await app.Rooms.PublishAsync("lobby", Numbered(i)).AsTask().Patiently();
        await app.UntilAsync(() => connection.Outbox.IsWaiting, "a write is stuck");

        clock.Advance(TimeSpan.FromSeconds(4.5));
        connection.Reason.Should().BeNull("4.5 s are not 5");
        clock.Advance(TimeSpan.FromSeconds(1.5));

        connection.Reason.Should().NotBeNull("6 s without progress are more than 5");
        connection.Reason!.Cause.Should().Be(CloseCause.TooSlow);
        (await slow.ReadUntilCloseAsync())[^1].Should().Be("1013 too slow");
    }

    [Fact]
    public async Task Member_ThatNeverReadsAgain_IsCut()
    {
        var clock = new FakeClock();
        var script = new Script();
        await using var app = await script.StartAsync(clock);
        await using var slow = await app.KnockAsync("/ws/lobby");
        slow.Socket.ReceiveBufferSize = 512 * 1024;
        await app.MembersAsync("lobby", 1);
        for (var i = 0; i < Messages; i++) await app.Rooms.PublishAsync("lobby", Numbered(i)).AsTask().Patiently();
        await app.MembersAsync("lobby", 0);

        clock.Advance(TimeSpan.FromSeconds(6));

        await app.LeftAsync(0);
        script.Ending.Should().Equal("left lobby Disconnected", "disconnected TooSlow (1013, \"too slow\")", "disposed");
    }

    [Fact]
    public async Task Handler_ThatSendsMuch_WaitsInsteadOfBeingCut()
    {
        var script = SendingMuch(_ => Size);
        await using var app = await script.StartAsync(new FakeClock());
        await using var slow = await app.KnockAsync("/ws/lobby");
        slow.Socket.ReceiveBufferSize = 512 * 1024;
        var connection = await app.OnlyConnectionAsync();
        await slow.SendAsync("go");
        await app.UntilAsync(() => !connection.Outbox.WaitForSpaceAsync(new Segment(0, 1, 1)).IsCompleted, "the handler waits");

        var frames = await slow.ReadUntilCloseAsync();

        frames[^1].Should().Be("1000 done");
        frames.SkipLast(1).Should().Equal(Enumerable.Range(0, Messages).Select(i => Numbered(i)));
    }

    /// <summary>IConnection.SendAsync: "it waits, so that a handler that sends much is slowed down instead of being cut off".</summary>
    [Fact]
    public async Task Handler_ThatSendsMuchOfAllSizes_WaitsInsteadOfBeingCut()
    {
        var script = SendingMuch(i => i % 2 == 0 ? 400_000 : 900_000, 40);
        await using var app = await script.StartAsync(new FakeClock());
        await using var slow = await app.KnockAsync("/ws/lobby");
        slow.Socket.ReceiveBufferSize = 512 * 1024;
        var connection = await app.OnlyConnectionAsync();
        await slow.SendAsync("go");
        await app.UntilAsync(() => connection.Reason is not null || !connection.Outbox.WaitForSpaceAsync(new Segment(0, 900_000, 1)).IsCompleted, "the handler waits, or was cut");

        var frames = await slow.ReadUntilCloseAsync();

        frames[^1].Should().Be("1000 done");
        frames.Should().HaveCount(41);
    }

    [Fact]
    public async Task Handler_ThatWaitsForAPeerThatNeverReads_IsReleased()
    {
        var clock = new FakeClock();
        var script = SendingMuch(_ => Size);
        await using var app = await script.StartAsync(clock);
        await using var slow = await app.KnockAsync("/ws/lobby");
        slow.Socket.ReceiveBufferSize = 512 * 1024;
        var connection = await app.OnlyConnectionAsync();
        await slow.SendAsync("go");
        await app.UntilAsync(() => !connection.Outbox.WaitForSpaceAsync(new Segment(0, 1, 1)).IsCompleted, "the handler waits");
        connection.Reason.Should().BeNull();

        // However late it is noticed, it is noticed: first the silence of the write, then that of the peer.
        clock.Advance(TimeSpan.FromSeconds(40));

        await app.LeftAsync(0);
        script.Ending.Should().Equal("left lobby Disconnected", "disconnected TooSlow (1013, \"too slow\")", "disposed");
    }

    private static Script SendingMuch(Func<int, int> size, int messages = Messages) => new()
    {
        Message = async message =>
        {
            for (var i = 0; i < messages; i++) await message.ReplyAsync(Numbered(i, size(i)));
            message.Connection.Close(1000, "done");
        },
    };

    private static string Numbered(int number) => Numbered(number, Size);

    private static string Numbered(int number, int size) => $"{number}".PadRight(size, '.');
}

/// <summary>Reads what a member was sent, as text, with the close frame at the end.</summary>
internal static class SlowReading
{
    public static async Task<List<string>> ReadUntilCloseAsync(this RawClient client)
    {
        List<string> frames = [];
        while (await client.ReadFrameAsync() is { } frame)
        {
            if (frame.Opcode == 1) frames.Add(Encoding.UTF8.GetString(frame.Payload));
            if (frame.Opcode != 8) continue;
            frames.Add($"{frame.Payload[0] << 8 | frame.Payload[1]} {Encoding.UTF8.GetString(frame.Payload.AsSpan(2))}");
            return frames;
        }

        frames.Add("the end without a close frame");
        return frames;
    }
}
