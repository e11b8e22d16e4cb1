using Microsoft.Extensions.Logging;

namespace RoomSockets.Tests;

/// <summary>A room whose messages are stored before anybody gets them. The store is held by the test.</summary>
public sealed class StoredRoomTests : IAsyncLifetime
{
    private readonly int _blocks = Block.Outstanding;
    private readonly GatedRoomStore _store = new();
    private readonly World _world;
    private readonly GatedStream _stream;
    private readonly DirectoryEntry _member;

    public StoredRoomTests()
    {
        _world = new World(options => options.InboxMessages = 10, _store);
        (_member, _stream) = _world.Join("r");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _member.Connection.Outbox.DetachAsync().Soon();
        _world.Dispose();
        Block.Outstanding.Should().Be(_blocks, "every block is released");
    }

    private Room Room => _world.Rooms.Find("r")!;

    [Fact]
    public async Task PublishAsync_NotYetStored_NobodyGetsItAndNothingIsAcknowledged()
    {
        var publish = PublishAsync("one");
        await _store.ArrivedAsync().Soon();

        publish.IsCompleted.Should().BeFalse();
        _stream.Writes.Should().BeEmpty();

        _store.LetThrough();
        (await publish.Soon()).Should().Be(1);
        _stream.Frames.Select(frame => frame.Text).Should().Equal(["one"], "the acknowledgement follows the delivery");
    }

    [Fact]
    public async Task PublishAsync_WhileACommitRuns_WhatGathersIsOneBatchAndOneWrite()
    {
        var first = PublishAsync("1");
        await _store.ArrivedAsync().Soon();
        var rest = Enumerable.Range(2, 5).Select(i => PublishAsync($"{i}")).ToList();

        _store.LetThrough(2);

        (await first.Soon()).Should().Be(1);
        (await Task.WhenAll(rest).Soon()).Should().Equal(2, 3, 4, 5, 6);
        _store.Batches.Select(batch => batch.Count).Should().Equal(1, 5);
        _stream.Frames.Select(frame => frame.Text).Should().Equal("1", "2", "3", "4", "5", "6");
        _stream.Writes.Should().HaveCount(2);
    }

    [Fact]
    public async Task PublishAsync_StoreIsAway_TheSenderIsToldAndNobodyGetsItAndTheNextOneGoesThrough()
    {
        _store.Failure = new StoreUnavailableException("The disk is full.");
        _store.LetThrough(2);

        await FluentActions.Awaiting(() => PublishAsync("lost")).Should().ThrowAsync<StoreUnavailableException>();
        (await PublishAsync("kept").Soon()).Should().Be(1);

        _stream.Frames.Select(frame => frame.Text).Should().Equal("kept");
        _member.Connection.Reason.Should().BeNull();
        _world.JournalLog.Entries.Should().ContainSingle().Which.Level.Should().Be(LogLevel.Warning);
    }

    [Fact]
    public async Task PublishAsync_StoreHasADefect_IsAnErrorInTheLogAndTemporaryForTheSender()
    {
        _store.Failure = new InvalidOperationException("a defect");
        _store.LetThrough();

        await FluentActions.Awaiting(() => PublishAsync("lost")).Should().ThrowAsync<StoreUnavailableException>();

        _world.JournalLog.Entries.Should().ContainSingle().Which.Level.Should().Be(LogLevel.Error);
    }

    [Fact]
    public async Task SubmitAsync_StoreIsAway_TheSenderGetsATemporaryErrorAndStays()
    {
        _store.Failure = new StoreUnavailableException("The disk is full.");
        (await _world.Publisher.SubmitAsync(Room, "lost", _member.Connection, default).Soon()).Should().BeTrue();
        Room.Flush();

        _store.LetThrough();
        await _stream.WaitForFramesAsync(1).Soon();

        _stream.Frames.Single().Text.Should().Contain("\"store_unavailable\"").And.Contain("\"temporary\":true");
        _member.Connection.Reason.Should().BeNull();
    }

    [Fact]
    public async Task Drain_BatchFails_WhatNeedsNoStoreIsDeliveredAllTheSame()
    {
        var publish = PublishAsync("1");
        await _store.ArrivedAsync().Soon();
        await _world.Publisher.SendAsync("r", "note", default(PostOptions), default).Soon();
        var lost = PublishAsync("2");
        _store.LetThrough();
        await publish.Soon();
        await _store.ArrivedAsync().Soon();

        _store.Failure = new StoreUnavailableException("The disk is full.");
        _store.LetThrough();

        await FluentActions.Awaiting(() => lost).Should().ThrowAsync<StoreUnavailableException>();
        await _stream.WaitForFramesAsync(2).Soon();
        _stream.Frames.Select(frame => frame.Text).Should().Equal("1", "note");
    }

    [Fact]
    public async Task Drain_Duplicate_IsAcknowledgedWithItsFirstOffsetAndNotDeliveredAgain()
    {
        _store.LetThrough(3);
        (await StoreAsync("once", "k").Soon()).Should().Be(1);
        (await StoreAsync("once", "k").Soon()).Should().Be(1);
        (await StoreAsync("next", "l").Soon()).Should().Be(2);

        _stream.Frames.Select(frame => frame.Text).Should().Equal("once", "next");
    }

    [Fact]
    public async Task PublishAsync_InboxIsFull_WaitsForTheStore()
    {
        var publishes = Enumerable.Range(1, 12).Select(i => PublishAsync($"{i}")).ToList();
        await _store.ArrivedAsync().Soon();
        Room.TryPost("more", isNumbered: false, default, out _).Should().Be(PostResult.Full, "one is being stored, ten wait");

        _store.LetThrough(12);

        (await Task.WhenAll(publishes).Soon()).Should().BeEquivalentTo(Enumerable.Range(1, 12));
        _stream.Frames.Should().HaveCount(12);
    }

    [Fact]
    public async Task TryRetire_WhileACommitRuns_IsRefused()
    {
        var publish = _world.Publisher.PublishAsync("empty", "x", default).AsTask();
        await _store.ArrivedAsync().Soon();

        _world.Rooms.Find("empty")!.TryRetire().Should().BeFalse();

        _store.LetThrough();
        await publish.Soon();
    }

    private Task<long> PublishAsync(string text) => _world.Publisher.PublishAsync("r", text, default).AsTask();

    /// <summary>As a client with a key of its own would.</summary>
    private async Task<long> StoreAsync(string text, string key)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _world.Publisher.PostAsync(Room, text, isNumbered: true, default, default, new Publication { Alert = new NewAlert(text, "ann", key), Done = done });
        Room.Flush();
        return await done.Task;
    }
}
