namespace RoomSockets.Client.Tests;

/// <summary>What happens when nobody reads.</summary>
public sealed class BufferTests
{
    [Fact]
    public async Task Room_FullBuffer_StandsStillAndIsRecoveredWhenItIsRead()
    {
        var (script, room) = await Script.InLobbyAsync(options => options.RoomBuffer = 4);
        for (var offset = 4; offset < 10; offset++) await script.ReceiveMessageAsync(offset, $"{offset}");
        script.NothingSent();
        room.Position!.Value.Offset.Should().Be(7);
        Read(room, 1).Should().Equal(4);
        script.NothingSent();
        Read(room, 1).Should().Equal(5);
        var join = script.Sent("join");
        join.GetProperty("since").GetProperty("offset").GetInt64().Should().Be(7);
        await script.ReceiveAsync($$"""{"type":"joined","id":{{join.IdOf()}},"room":"lobby","offset":9,"epoch":"x7","recovered":true,"messages":[{"offset":8,"data":"8"},{"offset":9,"data":"9"}]}""");

        Read(room, 9).Should().Equal(6, 7, 8, 9);
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Room_RecoveredMoreThanTheBufferHolds_ContinuesLater()
    {
        var (script, room) = await Script.InLobbyAsync(options => options.RoomBuffer = 2);
        await script.ReconnectAsync();
        await script.ReceiveAsync($$"""{"type":"joined","id":{{script.Sent("join").IdOf()}},"room":"lobby","offset":6,"epoch":"x7","recovered":true,"messages":[{"offset":4,"data":"4"},{"offset":5,"data":"5"},{"offset":6,"data":"6"}]}""");
        Read(room, 9).Should().Equal(4, 5);
        var join = script.Sent("join");
        join.GetProperty("since").GetProperty("offset").GetInt64().Should().Be(5);
        await script.ReceiveAsync($$"""{"type":"joined","id":{{join.IdOf()}},"room":"lobby","offset":6,"epoch":"x7","recovered":true,"messages":[{"offset":6,"data":"6"}]}""");

        Read(room, 9).Should().Equal(6);
        await script.DisposeAsync();
    }

    [Fact]
    public async Task Room_FullWhileReconnecting_IsJoinedWithoutAPositionUntilItIsRead()
    {
        var (script, room) = await Script.InLobbyAsync(options => options.RoomBuffer = 1);
        await script.ReceiveMessageAsync(4, "4");
        await script.ReceiveMessageAsync(5, "5");
        await script.ReconnectAsync();
        var join = script.Sent("join");
        join.TryGetProperty("since", out _).Should().BeFalse();
        await script.ReceiveAsync($$"""{"type":"joined","id":{{join.IdOf()}},"room":"lobby","offset":5,"epoch":"x7"}""");
        _ = room.PublishAsync("hi");
        script.Sent("publish");
        room.Position!.Value.Offset.Should().Be(4);
        Read(room, 1).Should().Equal(4);

        script.Sent("join").GetProperty("since").GetProperty("offset").GetInt64().Should().Be(4);
        await script.DisposeAsync();
    }

    [Fact]
    public async Task ReadAll_RoomIsLeftByTheApplication_ComesToItsEnd()
    {
        var (script, room) = await Script.InLobbyAsync();
        var reading = room.ReadAllAsync().ToListAsync().AsTask();
        await script.ReceiveMessageAsync(4, "a");
        _ = room.LeaveAsync();

        (await reading.WaitAsync(ScriptedSocket.Patience)).Select(message => message.Text).Should().Equal("a");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task ReadAll_RoomIsEndedByTheServer_Throws()
    {
        var (script, room) = await Script.InLobbyAsync();
        var reading = room.ReadAllAsync().ToListAsync().AsTask();
        await script.ReceiveAsync("""{"type":"left","room":"lobby","reason":"kicked"}""");

        (await FluentActions.Awaiting(() => reading.WaitAsync(ScriptedSocket.Patience)).Should().ThrowAsync<RoomSocketsException>()).Which.Code.Should().Be("kicked");
        await script.DisposeAsync();
    }

    [Fact]
    public async Task ReadAll_ClientIsDisposed_ComesToItsEnd()
    {
        var (script, room) = await Script.InLobbyAsync();
        var reading = room.ReadAllAsync().ToListAsync().AsTask();
        await script.DisposeAsync();

        (await reading.WaitAsync(ScriptedSocket.Patience)).Should().BeEmpty();
    }

    [Fact]
    public async Task TryClear_AfterSomebodyRead_DoesNothing()
    {
        var buffer = new MessageBuffer(4, () => { });
        buffer.TryAdd(new RoomMessage { Offset = 1 }).Should().BeTrue();
        buffer.TryClear().Should().BeTrue();
        buffer.TryRead(out _).Should().BeFalse();
        buffer.TryAdd(new RoomMessage { Offset = 2 });
        buffer.TryRead(out _).Should().BeTrue();
        buffer.TryAdd(new RoomMessage { Offset = 3 });

        buffer.TryClear().Should().BeFalse();
        buffer.Complete(null);
        (await buffer.ReadAllAsync(CancellationToken.None).ToListAsync().AsTask().WaitAsync(ScriptedSocket.Patience)).Should().ContainSingle();
    }

    private static List<long> Read(ClientRoom room, int most)
    {
        var offsets = new List<long>();
        while (offsets.Count < most && room.TryRead(out var message)) offsets.Add(message.Offset);
        return offsets;
    }
}
