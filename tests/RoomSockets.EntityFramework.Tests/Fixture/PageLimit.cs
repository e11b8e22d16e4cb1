using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>A disk that is full from a number of SQLite's pages on.</summary>
internal sealed class PageLimit : DbConnectionInterceptor
{
    public int Pages { get; set; } = 1_000_000;

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA max_page_count={Pages}";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
