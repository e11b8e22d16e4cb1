using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RoomSockets.EntityFramework;

/// <summary>Looks at the context and its tables when the host starts, so that what is missing is said then and not to the first user.</summary>
internal sealed partial class SchemaCheck(Contexts contexts, ILogger<SchemaCheck> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string? fault;
        try
        {
            await using var lease = await contexts.ReadAsync(cancellationToken);
            fault = await FindFaultAsync(lease.Context, cancellationToken);
        }
        catch (Exception error) when (Faults.IsOfConfiguration(error))
        {
            fault = $"The database cannot be used: {Faults.Find(error)!.Message} Check the connection string.";
        }
        catch (Exception error) when (Faults.IsOfDatabase(error))
        {
            // A database that is away now may be there for the first message; the host need not wait for it.
            LogUnavailable(error);
            return;
        }

        if (fault is not null) throw new InvalidOperationException(fault);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<string?> FindFaultAsync(DbContext context, CancellationToken cancellationToken)
    {
        var name = context.GetType().Name;
        if (!Provider.IsSqlite(context) && !Provider.IsPostgres(context))
            return $"{name} uses {context.Database.ProviderName}. RoomSockets keeps its tables in SQLite or PostgreSQL.";
        if (context.Model.FindEntityType(typeof(SchemaVersion)) is null)
            return $"The model of {name} has no tables of RoomSockets. Add this line to {name}.OnModelCreating: modelBuilder.UseRoomSockets();";
        try
        {
            var version = await context.Set<SchemaVersion>().Select(row => (int?)row.Version).SingleOrDefaultAsync(cancellationToken);
            return version == RoomSocketsModel.Version
                ? null
                : $"The tables of RoomSockets in the database of {name} have version {version}, this package needs {RoomSocketsModel.Version}. docs/stores.md, \"Upgrades\", has the scripts.";
        }
        catch (Exception error) when (Faults.IsMissingTable(error))
        {
            return $"The database of {name} has no tables of RoomSockets. Create them before the host starts: with a migration, with context.Database.EnsureCreatedAsync() where the database is new, or with the scripts in docs/sql.";
        }
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Warning, Message = "The database does not answer at start-up. Messages will get temporary errors until it does.")]
    private partial void LogUnavailable(Exception error);
}
