using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.EntityFramework;

/// <summary>Opens a scope and a context for one operation, with the connection set up as durability asks.</summary>
internal sealed class Contexts(IServiceScopeFactory scopes, Type contextType) : IDisposable
{
    // SQLite's default may be set otherwise when it is compiled, and connections come from a pool: say it each time.
    private const int SecondsToWaitForALock = 5;

    private const string SqliteSettings = "PRAGMA busy_timeout=1000; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;";

    // SQLite has one writer. Waiting for our turn here is fair, and costs less than polling for its lock.
    private readonly SemaphoreSlim _sqliteWriter = new(1, 1);
    private volatile bool _isWriteAhead;

    /// <summary>A context for reading.</summary>
    public async ValueTask<Lease> ReadAsync(CancellationToken cancellationToken) => await OpenAsync(isWriting: false, cancellationToken);

    /// <summary>A context for writing; where the database has one writer, it is this one until it is disposed of.</summary>
    public async ValueTask<Lease> WriteAsync(CancellationToken cancellationToken) => await OpenAsync(isWriting: true, cancellationToken);

    public void Dispose() => _sqliteWriter.Dispose();

    private async ValueTask<Lease> OpenAsync(bool isWriting, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        SemaphoreSlim? turn = null;
        try
        {
            var context = (DbContext?)scope.ServiceProvider.GetService(contextType)
                ?? throw new InvalidOperationException($"{contextType.Name} is not registered. Add builder.Services.AddDbContext<{contextType.Name}>(…), or AddDbContextFactory.");
            if (Provider.IsSqlite(context))
            {
                if (isWriting)
                {
                    await _sqliteWriter.WaitAsync(cancellationToken);
                    turn = _sqliteWriter;
                }

                await SetUpSqliteAsync(context, cancellationToken);
            }

            return new Lease(scope, context, turn);
        }
        catch
        {
            turn?.Release();
            await scope.DisposeAsync();
            throw;
        }
    }

    private async ValueTask SetUpSqliteAsync(DbContext context, CancellationToken cancellationToken)
    {
        var connection = await context.OpenAsync(cancellationToken);
        // How long it waits for a file that somebody else has locked; 30 seconds would be 30 seconds for every room.
        connection.GetType().GetProperty("DefaultTimeout")?.SetValue(connection, SecondsToWaitForALock);
        await connection.ExecuteAsync(transaction: null, SqliteSettings, [], cancellationToken);
        if (_isWriteAhead) return;
        // Stays in the file, so once is enough.
        await connection.ExecuteAsync(transaction: null, "PRAGMA journal_mode=WAL;", [], cancellationToken);
        _isWriteAhead = true;
    }

    /// <summary>A context and what ends with it.</summary>
    internal sealed class Lease(AsyncServiceScope scope, DbContext context, SemaphoreSlim? turn) : IAsyncDisposable
    {
        public DbContext Context { get; } = context;

        public DbSet<TEntity> Set<TEntity>()
            where TEntity : class => Context.Set<TEntity>();

        public async ValueTask DisposeAsync()
        {
            try
            {
                await scope.DisposeAsync();
            }
            finally
            {
                turn?.Release();
            }
        }
    }
}
