namespace RoomSockets.Tests;

public sealed class TokenSweepTests
{
    private readonly FakeClock _clock = new();
    private readonly NotedTimers _timers;
    private readonly RecordingLogger<TokenSweep> _log = new();
    private readonly Sink _tokens = new();

    public TokenSweepTests() => _timers = new NotedTimers(_clock);

    [Fact]
    public async Task ExecuteAsync_EachHour_RemovesWhatEndedADayAgoUntilNoneIsLeft()
    {
        using var sweep = new TokenSweep(_tokens, _timers, _log);
        await sweep.StartAsync(default).Soon();
        await _timers.Created.WaitAsync().Soon();
        _tokens.Left = 2;

        _clock.Advance(TimeSpan.FromHours(1));
        await _tokens.Emptied.WaitAsync().Soon();

        _tokens.Before.Should().Be(_clock.GetUtcNow() - TimeSpan.FromDays(1));
        await sweep.StopAsync(default).Soon();
    }

    [Fact]
    public async Task ExecuteAsync_TheStoreIsAway_TriesAgainAnHourLater()
    {
        using var sweep = new TokenSweep(_tokens, _timers, _log);
        await sweep.StartAsync(default).Soon();
        await _timers.Created.WaitAsync().Soon();
        _tokens.Failure = new StoreUnavailableException("away");

        _clock.Advance(TimeSpan.FromHours(1));
        await _tokens.Failed.WaitAsync().Soon();
        _clock.Advance(TimeSpan.FromHours(1));
        await _tokens.Emptied.WaitAsync().Soon();

        await sweep.StopAsync(default).Soon();
        _log.Entries.Should().ContainSingle().Which.Error.Should().BeOfType<StoreUnavailableException>();
    }

    /// <summary>Services of the host start on the thread pool: a test waits for their timer.</summary>
    private sealed class NotedTimers(FakeClock clock) : TimeProvider
    {
        public SemaphoreSlim Created { get; } = new(0);

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = clock.CreateTimer(callback, state, dueTime, period);
            Created.Release();
            return timer;
        }
    }

    private sealed class Sink : ITokenStore
    {
        public SemaphoreSlim Emptied { get; } = new(0);

        public SemaphoreSlim Failed { get; } = new(0);

        public int Left { get; set; }

        public DateTimeOffset Before { get; private set; }

        public Exception? Failure { get; set; }

        public ValueTask<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken)
        {
            if (Failure is { } failure)
            {
                Failure = null;
                Failed.Release();
                return ValueTask.FromException<int>(failure);
            }

            Before = before;
            if (Left > 0) return new(Left--);
            Emptied.Release();
            return new(0);
        }

        public ValueTask<StoredToken> AddAsync(long userId, ReadOnlyMemory<byte> hash, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(StoredToken Token, StoredUser User)?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<StoredToken>> GetAsync(long userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> RenewAsync(long id, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> RemoveAsync(long id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask AddTicketAsync(ReadOnlyMemory<byte> hash, StoredTicket ticket, int keep, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(StoredTicket Ticket, StoredUser User)?> TakeTicketAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
