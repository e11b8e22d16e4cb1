using Microsoft.EntityFrameworkCore;

namespace RoomSockets.Benchmarks.Storing;

/// <summary>What most applications do: a context, an entity and a <c>SaveChanges</c> for each message, the offset counted in memory.</summary>
internal sealed class NaiveSender(Action<DbContextOptionsBuilder> use) : IAsyncDisposable
{
    // SQLite has one writer; without a queue of its own most of the time would go into waiting for its lock.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _offset;

    public static async Task<NaiveSender> CreateAsync(Action<DbContextOptionsBuilder> use)
    {
        var sender = new NaiveSender(use);
        await using var context = sender.Create();
        // Into tables of its own, whatever else the database has.
        await context.Database.ExecuteSqlRawAsync(context.Database.IsNpgsql()
            ? """DROP TABLE IF EXISTS "NaiveMessages"; CREATE TABLE "NaiveMessages" ("Id" bigserial PRIMARY KEY, "Room" text NOT NULL, "Offset" bigint NOT NULL, "Text" text NOT NULL, UNIQUE ("Room", "Offset"))"""
            : """PRAGMA journal_mode=WAL; CREATE TABLE "NaiveMessages" ("Id" INTEGER PRIMARY KEY, "Room" TEXT NOT NULL, "Offset" INTEGER NOT NULL, "Text" TEXT NOT NULL, UNIQUE ("Room", "Offset"))""");
        return sender;
    }

    public async Task SendAsync(int sender, string text)
    {
        await _turn.WaitAsync();
        try
        {
            await using var context = Create();
            if (context.Database.IsSqlite()) await context.Database.ExecuteSqlRawAsync("PRAGMA synchronous=FULL");
            context.Add(new NaiveMessage { Room = "bench", Offset = ++_offset, Text = text });
            await context.SaveChangesAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private NaiveContext Create()
    {
        var builder = new DbContextOptionsBuilder<NaiveContext>();
        use(builder);
        return new NaiveContext(builder.Options);
    }

    private sealed class NaiveContext(DbContextOptions<NaiveContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<NaiveMessage>().ToTable("NaiveMessages");
    }

    private sealed class NaiveMessage
    {
        public long Id { get; set; }

        public required string Room { get; set; }

        public long Offset { get; set; }

        public required string Text { get; set; }
    }
}
