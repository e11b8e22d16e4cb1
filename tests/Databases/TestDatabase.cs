using Microsoft.EntityFrameworkCore;

namespace RoomSockets.Databases;

/// <summary>A new and empty database of one of the kinds that the package supports.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo? _folder;
    private string? _name;

    private TestDatabase(string connection, DirectoryInfo? folder)
    {
        Connection = connection;
        _folder = folder;
    }

    /// <summary>For <c>ConnectionStrings:RoomSockets</c>.</summary>
    public string Connection { get; }

    public bool IsSqlite => _folder is not null;

    public static async Task<TestDatabase> CreateAsync(string kind)
    {
        if (kind == "SQLite")
        {
            var folder = Directory.CreateTempSubdirectory("roomsockets-db");
            return new TestDatabase($"Data Source={Path.Combine(folder.FullName, "test.db")}", folder);
        }

        var name = $"t{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new TestDatabase($"{await PostgresServer.ConnectAsync()};Database={name};Maximum Pool Size=20", folder: null) { _name = name };
    }

    /// <summary>PostgreSQL: ends all connections to this database and lets nobody in.</summary>
    public Task CloseAsync() => ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");

    public Task OpenAsync() => ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS true");

    public void Use(DbContextOptionsBuilder options) => _ = IsSqlite ? options.UseSqlite(Connection) : options.UseNpgsql(Connection);

    private static async Task ExecuteAsync(string sql)
    {
        await using var server = new Npgsql.NpgsqlConnection(await PostgresServer.ConnectAsync() + ";Database=postgres;Pooling=false");
        await server.OpenAsync();
        await using var command = server.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            _folder.Delete(recursive: true);
        }
        else
        {
            // The database ends with the throw-away server; but its connections count while that lives, and there are many tests.
            using var connection = new Npgsql.NpgsqlConnection(Connection);
            Npgsql.NpgsqlConnection.ClearPool(connection);
        }

        return ValueTask.CompletedTask;
    }
}
