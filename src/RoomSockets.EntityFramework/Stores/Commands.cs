using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>Commands with named parameters on a context's own connection.</summary>
internal static class Commands
{
    /// <summary>Opens the connection unless it is open, by way of the context, whose interceptors then see it. It is closed with the context.</summary>
    public static async ValueTask<DbConnection> OpenAsync(this DbContext context, CancellationToken cancellationToken)
    {
        var connection = context.Database.GetDbConnection();
        if (connection.State != System.Data.ConnectionState.Open) await context.Database.OpenConnectionAsync(cancellationToken);
        return connection;
    }

    /// <returns>The number of rows that were written.</returns>
    public static async ValueTask<int> ExecuteAsync(
        this DbConnection connection, DbTransaction? transaction, string sql, IEnumerable<(string Name, object? Value)> parameters, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(transaction, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static DbCommand CreateCommand(this DbConnection connection, DbTransaction? transaction, string sql, IEnumerable<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Add(name, value);
        return command;
    }

    /// <param name="command">The command.</param>
    /// <param name="name">With its <c>@</c>.</param>
    /// <param name="value">Null for NULL.</param>
    /// <param name="type">Where the value may be null and the database would have to guess.</param>
    public static void Add(this DbCommand command, string name, object? value, DbType? type = null)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        if (type is { } known) parameter.DbType = known;
        command.Parameters.Add(parameter);
    }
}
