namespace RoomSockets.Tests;

public sealed class ConnectionTests : IDisposable
{
    private readonly World _world = new();
    private readonly GatedStream _stream = new();
    private readonly QuietReceiver _receiver = new();

    public void Dispose()
    {
        _world.Dispose();
        _stream.Dispose();
    }

    [Fact]
    public void Close_Twice_TheFirstReasonWins()
    {
        var connection = Open();

        connection.Close(4000, "first").Should().BeTrue();
        connection.Close(4001, "second").Should().BeFalse();

        connection.Reason.Should().Be(new CloseReason(CloseCause.Disconnected, 4000, "first"));
        connection.State.Should().Be(ConnectionState.Closing);
        _receiver.Reasons.Should().Equal(connection.Reason!);
        _stream.Frames.Should().ContainSingle().Which.Code.Should().Be(4000);
    }

    [Fact]
    public async Task Close_ManyThreads_OneDecides()
    {
        var connection = Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => connection.Close(4000 + i)))).Soon();

        answers.Count(answer => answer).Should().Be(1);
        _receiver.Reasons.Should().ContainSingle();
        await connection.Outbox.WhenIdleAsync().Soon();
        _stream.Frames.Should().ContainSingle().Which.Code.Should().Be(connection.Reason!.Code);
    }

    [Fact]
    public void Close_BeforeItIsOpen_IsToldAfterwards()
    {
        var connection = _world.NewConnection();
        connection.Close(4000);

        connection.Open(_stream, static () => { }, _receiver);

        _receiver.Reasons.Should().ContainSingle().Which.Code.Should().Be(4000);
        _stream.Frames.Should().ContainSingle().Which.Opcode.Should().Be(8);
    }

    [Fact]
    public void Close_LongReason_IsCut()
    {
        var connection = Open();
        connection.Close(1000, new string('x', 500));

        connection.Reason!.Text.Should().Be(new string('x', 123));
    }

    [Fact]
    public void Close_CodeThatMayNotTravel_ThrowsAndDecidesNothing()
    {
        var connection = Open();

        connection.Invoking(one => one.Close(1006)).Should().Throw<ArgumentOutOfRangeException>();

        connection.Reason.Should().BeNull();
    }

    [Fact]
    public async Task SendAsync_BeforeItIsOpen_GoesOutWhenItIs()
    {
        var connection = _world.NewConnection();
        using var stream = new GatedStream();

        await connection.SendAsync("early").Soon();
        stream.Frames.Should().BeEmpty();
        connection.Open(stream, static () => { }, _receiver);

        stream.Frames.Should().ContainSingle();
        await connection.EndAsync().Soon();
    }

    [Fact]
    public async Task Abort_AfterTheEnd_CutsNothingThatIsTheServersAgain()
    {
        var connection = _world.NewConnection();
        using var stream = new GatedStream();
        var cuts = 0;
        connection.Open(stream, () => cuts++, _receiver);

        connection.Abort();
        cuts.Should().Be(1);
        connection.Close();
        await connection.EndAsync().Soon();
        connection.Abort();

        cuts.Should().Be(1);
    }

    [Fact]
    public async Task SendAsync_AfterTheEnd_DoesNothing()
    {
        var connection = Open();
        connection.Close();

        await connection.SendAsync("x").Soon();

        _stream.Frames.Select(frame => frame.Opcode).Should().Equal(8);
    }

    [Fact]
    public async Task SendAsync_MoreThanHalfFull_WaitsInsteadOfClosing()
    {
        _world.Options.OutboxMessages = 4;
        var connection = Open();
        _stream.Hold();
        for (var i = 0; i < 4; i++) await connection.SendAsync($"{i}").Soon();

        var waiting = connection.SendAsync("4").AsTask();

        waiting.IsCompleted.Should().BeFalse();
        connection.Reason.Should().BeNull();
        _stream.Release();
        await waiting.Soon();
        await connection.Outbox.WhenIdleAsync().Soon();
        _stream.Frames.Select(frame => frame.Text).Should().Equal("0", "1", "2", "3", "4");
    }

    [Fact]
    public void Post_LargerThanAnyOutbox_Throws()
    {
        var connection = Open();
        var limit = _world.Options.OutboxBytes - 10;
        connection.Post(MessageData.Binary(new byte[limit]));

        connection.Invoking(one => one.Post(MessageData.Binary(new byte[limit + 1]))).Should().Throw<ArgumentException>().WithMessage("*RoomSocketsOptions.OutboxBytes*");

        _stream.Frames.Should().ContainSingle();
    }

    [Fact]
    public async Task Closing_TheEndIsDecided_IsCancelled()
    {
        var connection = Open();
        var before = connection.Closing;
        before.IsCancellationRequested.Should().BeFalse();
        var cancelled = new TaskCompletionSource();
        await using var registration = before.Register(cancelled.SetResult);

        connection.Close();

        await cancelled.Task.Soon();
        connection.Closing.Should().Be(before);
    }

    [Fact]
    public void Id_EachConnection_IsItsOwn()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => _world.NewConnection().Id).ToList();

        ids.Should().OnlyHaveUniqueItems().And.OnlyContain(id => System.Text.RegularExpressions.Regex.IsMatch(id, "^c_[0-9a-f]{16}$"));
    }

    private Connection Open()
    {
        var connection = _world.NewConnection();
        connection.Open(_stream, static () => { }, _receiver);
        return connection;
    }
}
