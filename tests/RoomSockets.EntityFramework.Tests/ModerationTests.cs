using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Databases;
using RoomSockets.Testing;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>What every store of moderation promises, on each database; and that a change and its record are one.</summary>
public sealed class ModerationTests
{
    private const string Downgrade =
        "DROP TABLE roomsockets_bans; DROP TABLE roomsockets_mutes; DROP TABLE roomsockets_slow_modes; DROP TABLE roomsockets_audit_records; DROP TABLE roomsockets_tickets; "
        + "ALTER TABLE roomsockets_alerts DROP COLUMN is_deleted; UPDATE roomsockets_schema_version SET version = 2;";

    public static IEnumerable<object[]> Cases =>
        DatabasesAttribute.Kinds.SelectMany(static kind => ModerationSpecification.Cases.Select(name => new object[] { kind, name }));

    public static IEnumerable<object[]> Kinds => DatabasesAttribute.Kinds.Select(static kind => new object[] { kind });

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Store_Keeps(string kind, string promise)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var specification = new ModerationSpecification(async clock =>
        {
            var host = await StoreHost.CreateAsync(database, build: rooms => rooms.Services.AddSingleton(clock));
            return new ModerationStoreUnderTest(host.Moderation, host.DisposeAsync);
        });

        await specification.RunAsync(promise).Soon();
    }

    [PostgresFact]
    public async Task Store_WithARetryingStrategyOfTheHosts_KeepsAllTheSame()
    {
        foreach (var promise in ModerationSpecification.Cases)
        {
            await using var database = await TestDatabase.CreateAsync("PostgreSQL");
            var specification = new ModerationSpecification(async clock =>
            {
                var host = await StoreHost.CreateAsync(
                    database,
                    options => options.UseNpgsql(database.Connection, static npgsql => npgsql.EnableRetryOnFailure(maxRetryCount: 2, TimeSpan.FromMilliseconds(1), errorCodesToAdd: null)),
                    rooms => rooms.Services.AddSingleton(clock));
                return new ModerationStoreUnderTest(host.Moderation, host.DisposeAsync);
            });

            await specification.RunAsync(promise).Soon();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task BanAsync_TheCommitFails_NothingIsThereAndTheNextTryIsWhole(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var faults = new CommitFaults();
        await using var host = await StoreHost.CreateAsync(database, options => options.AddInterceptors(faults));
        // All tries of one call.
        faults.FailBefore(4);

        var ban = async () => await host.Moderation.BanAsync(new NewBan(BanSubject.OfUser("bob"), "r", null, null, "ann"), default);

        await ban.Should().ThrowAsync<StoreUnavailableException>().Soon();
        (await host.Moderation.GetInForceAsync(10, default).Soon()).Bans.Should().BeEmpty();
        (await host.Moderation.ReadAuditAsync(new AuditQuery(), default).Soon()).Should().BeEmpty("a record is of what was done");
        await ban();
        (await host.Moderation.GetInForceAsync(10, default).Soon()).Bans.Should().ContainSingle();
        (await host.Moderation.ReadAuditAsync(new AuditQuery(), default).Soon()).Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Upgrade_FromVersion2_KeepsWhatIsThere(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var script = kind == "SQLite" ? "sqlite" : "postgresql";
        await using var host = await StoreHost.CreateAsync(database);
        await host.Rooms.AppendAsync("r", [new NewAlert("said before")], default);
        // Back to what version 2 had.
        await host.WithContextAsync(context => context.Database.ExecuteSqlRawAsync(Downgrade));

        await host.WithContextAsync(context => context.Database.ExecuteSqlRawAsync(ReadScript($"upgrade-2-3.{script}.sql")));

        (await host.Rooms.ReadForwardAsync("r", 0, 10, default)).Should().ContainSingle().Which.Should().Match<StoredAlert>(alert => alert.Content == "said before" && !alert.IsDeleted);
        await host.Rooms.RedactAsync("r", 1, content: null, isJson: false, default);
        await host.Moderation.BanAsync(new NewBan(BanSubject.OfUser("bob"), "r", null, null, null), default);
        (await host.WithContextAsync(context => context.Set<SchemaVersion>().SingleAsync())).Version.Should().Be(3);
    }

    private static string ReadScript(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RoomSockets.sln"))) folder = folder.Parent!;
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "sql", name));
    }
}
