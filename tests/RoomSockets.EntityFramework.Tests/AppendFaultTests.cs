using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Databases;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>What is acknowledged is there once and in order, whatever happens to the database meanwhile.</summary>
public sealed class AppendFaultTests
{
    private readonly CommitFaults _faults = new();

    [Theory]
    [Databases]
    public async Task Commit_FailsForAMoment_IsTriedAgain(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await CreateAsync(database);
        _faults.FailBefore(2);

        (await host.Rooms.AppendAsync("r", Texts("a", "b"), default).Soon()).Select(one => one.Offset).Should().Equal(1, 2);

        (await ReadAsync(host)).Should().Equal("1 a", "2 b");
    }

    [Theory]
    [Databases]
    public async Task Commit_HappenedAndItsAnswerWasLost_IsNotStoredTwice(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await CreateAsync(database);
        await host.Rooms.AppendAsync("r", Texts("before"), default).Soon();
        _faults.FailAfter(1);

        var appended = await host.Rooms.AppendAsync("r", Texts("a", "a"), default).Soon();

        appended.Select(static one => (one.Offset, one.IsDuplicate)).Should().Equal((2L, false), (3L, false));
        (await ReadAsync(host)).Should().Equal("1 before", "2 a", "3 a");
        (await host.Rooms.AppendAsync("r", Texts("after"), default).Soon())[0].Offset.Should().Be(4);
    }

    [Theory]
    [Databases]
    public async Task Commit_KeepsFailing_TheSenderIsToldAndTheNextOneGoesThrough(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await CreateAsync(database);
        _faults.FailBefore(4);
        var commits = _faults.Commits;

        await FluentActions.Awaiting(() => host.Rooms.AppendAsync("r", Texts("lost"), default).Soon()).Should().ThrowAsync<StoreUnavailableException>().WithMessage("The database could not store messages: *");

        (await host.Rooms.AppendAsync("r", Texts("kept"), default).Soon()).Select(static one => (one.Offset, one.IsDuplicate)).Should().Equal((1L, false));
        (_faults.Commits - commits).Should().Be(5, "four tries, and the next message");
    }

    [Theory]
    [Databases]
    public async Task Append_WhileACommitRuns_SharesTheNextOneAndAFaultyBatchHarmsNoOther(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await CreateAsync(database);
        var gone = (await host.Users.AddAsync("gone", "h", default))!;
        await host.Rooms.AppendAsync("warm", [new NewAlert("x", gone.ConnectionUserId)], default).Soon();
        await host.WithContextAsync(context => context.Set<User>().Where(user => user.Id == gone.Id).ExecuteDeleteAsync());
        var commits = _faults.Commits;

        // The number of the removed user is remembered, so that its foreign key fails in the shared transaction.
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => host.Rooms.AppendAsync($"r{i}", [new NewAlert($"{i}", i == 25 ? gone.ConnectionUserId : null)], default).AsTask())).Soon();

        all.Should().OnlyContain(appended => appended[0].Offset == 1);
        (await host.Rooms.ReadForwardAsync("r25", 0, 10, default)).Should().ContainSingle().Which.SenderId.Should().BeNull("the user is no more");
        (_faults.Commits - commits).Should().BeLessThan(55, "they shared transactions, all but those that met the fault");
    }

    [Theory]
    [Databases]
    public async Task TwoNodes_AppendingToOneRoom_LeaveNoHoleAndNoDouble(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var one = await CreateAsync(database);
        await using var two = await CreateAsync(database);

        var offsets = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
            (await (i % 2 == 0 ? one : two).Rooms.AppendAsync("r", Texts($"{i}.0", $"{i}.1"), default))[1].Offset))).Soon();

        offsets.Order().Should().Equal(Enumerable.Range(1, 100).Select(i => (long)(2 * i)));
        (await ReadAsync(one)).Should().HaveCount(200);
    }

    [Theory]
    [Databases]
    public async Task TwoNodes_AppendingToManyRoomsInEveryOrder_DoNotWaitForEachOther(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var one = await CreateAsync(database);
        await using var two = await CreateAsync(database);
        var commits = _faults.Commits;

        for (var round = 0; round < 10; round++)
        {
            var rooms = Enumerable.Range(0, 40).Select(i => $"r{i}").ToList();
            await Task.WhenAll(
                [.. rooms.Select(room => one.Rooms.AppendAsync(room, Texts("x"), default).AsTask()), .. rooms.AsEnumerable().Reverse().Select(room => two.Rooms.AppendAsync(room, Texts("y"), default).AsTask())]).Soon();
        }

        for (var i = 0; i < 40; i++) (await one.Rooms.FindRoomAsync($"r{i}", default))!.LastOffset.Should().Be(20);
        (_faults.Commits - commits).Should().BeLessThan(200, "most of 800 shared a transaction, and none met a deadlock");
    }

    [PostgresFact]
    public async Task Room_ThatSomebodyElseHolds_HoldsUpNoOtherForLong()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSQL");
        await using var host = await CreateAsync(database);
        foreach (var room in new[] { "stuck", "fine" }) await host.Rooms.AppendAsync(room, Texts("x"), default).Soon();
        await using var other = new Npgsql.NpgsqlConnection(database.Connection);
        await other.OpenAsync();
        await using var hold = await other.BeginTransactionAsync();
        await using (var take = new Npgsql.NpgsqlCommand("SELECT 1 FROM roomsockets_rooms WHERE name = 'stuck' FOR UPDATE", other, hold)) await take.ExecuteNonQueryAsync();

        var stuck = host.Rooms.AppendAsync("stuck", Texts("lost"), default).AsTask();
        var fine = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.Rooms.AppendAsync("fine", Texts("y"), default).AsTask())).Soon();

        fine.Select(one => one[0].Offset).Order().Should().Equal(2, 3, 4, 5, 6);
        await FluentActions.Awaiting(() => stuck.Soon()).Should().ThrowAsync<StoreUnavailableException>();
        await hold.RollbackAsync();
        (await host.Rooms.AppendAsync("stuck", Texts("again"), default).Soon())[0].Offset.Should().Be(2);
    }

    [Theory]
    [Databases]
    public async Task Handler_OfANewUser_MayPublish(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StoreHost.CreateAsync(database, build: rooms => rooms.OnUserCreated(async (created, cancellation) =>
        {
            await created.Services.GetRequiredService<IConnectionManager>().PublishAsync("r", $"welcome {created.User.Name}", cancellation);
            told.TrySetResult();
        }));
        var journal = new Journal(host.Rooms, Microsoft.Extensions.Logging.Abstractions.NullLogger<Journal>.Instance);

        var publication = new Publication { Alert = new NewAlert("hello", "somebody") };

        (await journal.AppendAsync("r", [publication]).Soon()).Should().BeNull();

        publication.Offset.Should().Be(1);
        await told.Task.Soon();
        (await ReadAsync(host)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Writer_OfManyRequests_CarriesTheContextOfNone()
    {
        var tenant = new AsyncLocal<string?>();
        var seen = new List<string?>();
        await using var database = await TestDatabase.CreateAsync("SQLite");
        _faults.OnCommit = () => seen.Add(tenant.Value);
        await using var host = await CreateAsync(database);
        seen.Clear();

        tenant.Value = "A";
        await host.Rooms.AppendAsync("r", Texts("a"), default).Soon();
        tenant.Value = null;
        await host.Rooms.AppendAsync("r", Texts("b"), default).Soon();

        seen.Should().Equal(null, null);
    }

    [PostgresFact]
    public async Task Strategy_OfTheHostThatGaveUp_IsNotTriedAgain()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSQL");
        var tries = new FailedOpens();
        await using var host = await StoreHost.CreateAsync(database, options => options
            .UseNpgsql(database.Connection, npgsql => npgsql.EnableRetryOnFailure(maxRetryCount: 2, TimeSpan.FromMilliseconds(1), errorCodesToAdd: null)).AddInterceptors(tries));
        (await host.Rooms.AppendAsync("r", Texts("fine"), default).Soon())[0].Offset.Should().Be(1, "a strategy of the host's does no harm");
        await database.CloseAsync();
        tries.Count = 0;

        await FluentActions.Awaiting(() => host.Rooms.ReadForwardAsync("r", 0, 10, default).Soon()).Should().ThrowAsync<StoreUnavailableException>();

        tries.Count.Should().BeLessThan(8, "three tries of its own, and no more of ours on top");
    }

    [Fact]
    public async Task Stop_WhileMessagesWait_StoresThem()
    {
        await using var database = await TestDatabase.CreateAsync("SQLite");
        var host = await StoreHost.CreateAsync(database);
        var all = Enumerable.Range(0, 200).Select(i => host.Rooms.AppendAsync($"r{i}", Texts("x"), default).AsTask()).ToList();

        foreach (var service in host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Microsoft.Extensions.Hosting.IHostedLifecycleService>()) await service.StoppedAsync(default).Soon();

        (await Task.WhenAll(all).Soon()).Should().OnlyContain(appended => appended[0].Offset == 1);
        await FluentActions.Awaiting(() => host.Rooms.AppendAsync("r", Texts("late"), default).Soon()).Should().ThrowAsync<StoreUnavailableException>();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task SqliteFile_LockedByAnother_IsToldWithinSeconds()
    {
        await using var database = await TestDatabase.CreateAsync("SQLite");
        await using var host = await StoreHost.CreateAsync(database);
        await host.Rooms.AppendAsync("r", Texts("x"), default).Soon();
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection(database.Connection);
        await other.OpenAsync();
        await using var hold = other.BeginTransaction(deferred: false);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        await FluentActions.Awaiting(() => host.Rooms.AppendAsync("r", Texts("lost"), default).Soon()).Should().ThrowAsync<StoreUnavailableException>().WithMessage("*locked*");

        System.Diagnostics.Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(30), "it was not tried again and again");
        await hold.RollbackAsync();
        (await host.Rooms.AppendAsync("r", Texts("y"), default).Soon())[0].Offset.Should().Be(2);
    }

    [Fact]
    public async Task Disk_IsFull_TheSenderIsToldAndItHealsByItself()
    {
        await using var database = await TestDatabase.CreateAsync("SQLite");
        var disk = new PageLimit();
        await using var host = await StoreHost.CreateAsync(database, options => options.AddInterceptors(disk));
        var big = new string('x', 8000);
        await host.Rooms.AppendAsync("r", Texts("first"), default).Soon();

        disk.Pages = 60;
        var stored = 1;
        var append = async () =>
        {
            for (; stored < 100; stored++) await host.Rooms.AppendAsync("r", Texts(big), default).Soon();
        };
        (await append.Should().ThrowAsync<StoreUnavailableException>()).Which.Message.Should().Contain("full");
        disk.Pages = 1_000_000;

        (await host.Rooms.AppendAsync("r", Texts("healed"), default).Soon())[0].Offset.Should().Be(stored + 1, "nothing that was acknowledged is lost, and nothing else took an offset");
        (await host.Rooms.ReadForwardAsync("r", 0, 1000, default)).Select(alert => alert.Offset).Should().Equal(Enumerable.Range(1, stored + 1).Select(i => (long)i));
    }

    [Fact]
    public async Task Sqlite_Connections_AreAsDurableAsPromised()
    {
        await using var database = await TestDatabase.CreateAsync("SQLite");
        await using var host = await StoreHost.CreateAsync(database);
        await host.Rooms.AppendAsync("r", Texts("a"), default).Soon();

        await using var lease = await ((Contexts)host.Services.GetService(typeof(Contexts))!).WriteAsync(default);

        (await PragmaAsync(lease.Context, "journal_mode")).Should().Be("wal");
        (await PragmaAsync(lease.Context, "synchronous")).Should().Be("2", "FULL: a commit is on the disk");
        (await PragmaAsync(lease.Context, "foreign_keys")).Should().Be("1");
    }

    [Theory]
    [InlineData("text")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\u001a")]
    [InlineData("\u001a0\0\u001a\u001a00\0\0")]
    [InlineData("0\u001a")]
    public void AlertText_ThereAndBack_IsTheSame(string text)
    {
        AlertText.ToColumn(text).Should().NotContain("\0");
        AlertText.FromColumn(AlertText.ToColumn(text)).Should().Be(text);
    }

    private Task<StoreHost> CreateAsync(TestDatabase database) => StoreHost.CreateAsync(database, options => options.AddInterceptors(_faults));

    private static NewAlert[] Texts(params string[] texts) => [.. texts.Select(text => new NewAlert(text))];

    private static async Task<IEnumerable<string>> ReadAsync(StoreHost host) =>
        (await host.Rooms.ReadForwardAsync("r", 0, 1000, default)).Select(alert => $"{alert.Offset} {alert.Content}");

    private static async Task<string> PragmaAsync(DbContext context, string name)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return $"{await command.ExecuteScalarAsync()}";
    }
}
