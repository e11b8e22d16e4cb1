using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>Asks the database how it will run each query on alerts.</summary>
internal sealed class PlanCapture(bool isSqlite) : DbCommandInterceptor
{
    public bool IsOn { get; set; }

    public List<string> Plans { get; } = [];

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (!IsOn || !command.CommandText.Contains("_alerts", StringComparison.Ordinal)) return result;
        await using var explain = command.Connection!.CreateCommand();
        explain.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
        foreach (DbParameter parameter in command.Parameters)
        {
            var copy = explain.CreateParameter();
            (copy.ParameterName, copy.Value) = (parameter.ParameterName, parameter.Value);
            explain.Parameters.Add(copy);
        }

        var lines = new List<string>();
        await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) lines.Add(reader.GetString(reader.FieldCount - 1));
        Plans.Add(string.Join('\n', lines));
        return result;
    }
}
