using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>Counts connections that could not be opened.</summary>
internal sealed class FailedOpens : DbConnectionInterceptor
{
    public int Count { get; set; }

    public override Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Count++;
        return Task.CompletedTask;
    }
}
