using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace RoomSockets.EntityFramework;

/// <summary>Stores the batches of some rooms in one transaction: takes each room's row, numbers its alerts, and inserts those of all rooms together.</summary>
/// <remarks>Plain commands on the context's connection. Tracking entities would cost more than the database does.</remarks>
internal sealed class AppendTransaction(DbContext context, DbTransaction transaction, DateTime now)
{
    // Seven parameters a row; both databases take more than 30,000 in a statement.
    private const int RowsPerStatement = 500;

    // A room that somebody else holds must not hold up the others for long, and neither may we hold one when we are cut off.
    private const string PostgresLimits = "SET LOCAL lock_timeout = '2s'; SET LOCAL idle_in_transaction_session_timeout = '10s'; ";

    private readonly Statements _sql = Statements.For(context);
    private string _limits = Provider.IsPostgres(context) ? PostgresLimits : string.Empty;

    public static async ValueTask CommitAsync(DbContext context, IReadOnlyList<AppendRequest> requests, DateTime now, CancellationToken cancellationToken)
    {
        await context.OpenAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var append = new AppendTransaction(context, transaction.GetDbTransaction(), now);
        var plans = new AppendPlan[requests.Count];
        for (var i = 0; i < plans.Length; i++) plans[i] = await append.PlanAsync(requests[i], cancellationToken);
        await append.InsertAsync([.. plans.SelectMany(static plan => plan.Rows)], cancellationToken);
        for (var i = 0; i < plans.Length; i++) requests[i].Asked = plans[i];
        await transaction.CommitAsync(CancellationToken.None);
        for (var i = 0; i < plans.Length; i++) requests[i].Succeed(plans[i].Appended);
    }

    private async ValueTask<AppendPlan> PlanAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        // Without keys and without a past, all of it is new, and the row is taken and moved in one step.
        if (request is { HasKeys: false, Asked: null })
        {
            var (id, end) = await TakeRoomAsync(request.Room, request.Alerts.Count, cancellationToken);
            return Number(request, id, end - request.Alerts.Count, known: null);
        }

        var (roomId, last) = await TakeRoomAsync(request.Room, count: 0, cancellationToken);
        if (request.Asked is { } asked && await IsThereAsync(asked, cancellationToken)) return asked with { Rows = [] };
        var plan = Number(request, roomId, last, request.HasKeys ? await FindKeysAsync(request, roomId, cancellationToken) : null);
        await ExecuteAsync(_sql.MoveRoom, [("@id", roomId), ("@count", (long)plan.Rows.Count)], cancellationToken);
        return plan;
    }

    private AppendPlan Number(AppendRequest request, long roomId, long last, Dictionary<(long, string), long>? known)
    {
        var rows = new List<AlertRow>(request.Alerts.Count);
        var appended = new Appended[request.Alerts.Count];
        for (var i = 0; i < appended.Length; i++)
        {
            var (alert, sender) = (request.Alerts[i], request.Senders[i]);
            if (known is not null && sender is { } number && alert.Key is { } key && !known.TryAdd((number, key), last + 1))
            {
                appended[i] = new Appended(known[(number, key)], IsDuplicate: true, StoreClock.FromColumn(now));
                continue;
            }

            appended[i] = new Appended(++last, IsDuplicate: false, StoreClock.FromColumn(now));
            rows.Add(new AlertRow(roomId, last, AlertText.ToColumn(alert.Content), sender, alert.Key, alert.IsJson, now));
        }

        return new AppendPlan(roomId, rows, appended);
    }

    /// <summary>The room's row is ours until the commit: nobody else numbers meanwhile, on whatever node.</summary>
    private async ValueTask<(long Id, long Last)> TakeRoomAsync(string room, int count, CancellationToken cancellationToken)
    {
        for (var isNew = false; ; isNew = true)
        {
            var sql = _limits + _sql.TakeRoom;
            _limits = string.Empty;
            await using (var command = Create(sql, [("@name", room), ("@count", (long)count)]))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                if (await reader.ReadAsync(cancellationToken)) return (reader.GetInt64(0), reader.GetInt64(1));
            }

            if (isNew) throw new InvalidOperationException($"Room '{room}' was removed while a message for it was stored.");
            await ExecuteAsync(_sql.AddRoom, NewRoom.Parameters(room, creatorId: null, now), cancellationToken);
        }
    }

    private async ValueTask<Dictionary<(long, string), long>> FindKeysAsync(AppendRequest request, long roomId, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(long, string), long>();
        foreach (var keys in request.Alerts.Where(static alert => alert.Key is not null).Select(static alert => alert.Key!).Distinct(StringComparer.Ordinal).Chunk(RowsPerStatement))
        {
            List<(string, object?)> parameters = [("@room", roomId), .. keys.Select(static (key, i) => ($"@k{i}", (object?)key))];
            await using var command = Create(_sql.FindKeys(keys.Length), parameters);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                if (!await reader.IsDBNullAsync(0, cancellationToken)) known[(reader.GetInt64(0), reader.GetString(1))] = reader.GetInt64(2);
        }

        return known;
    }

    /// <summary>Whether a commit whose answer was lost did happen: its rows are there, or they are not.</summary>
    private async ValueTask<bool> IsThereAsync(AppendPlan asked, CancellationToken cancellationToken)
    {
        if (asked.Rows.Count == 0) return true;
        var stored = new List<(long, string, long?, DateTime)>();
        await using var command = Create(_sql.ReadFrom, [("@room", asked.RoomId), ("@first", asked.Rows[0].Offset), ("@limit", (long)asked.Rows.Count)]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            stored.Add((reader.GetInt64(0), reader.GetString(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetInt64(2), DateTime.SpecifyKind(reader.GetDateTime(3), DateTimeKind.Utc)));
        return stored.SequenceEqual(asked.Rows.Select(static row => (row.Offset, row.Content, row.SenderId, row.CreatedAt)));
    }

    private async ValueTask InsertAsync(IReadOnlyList<AlertRow> rows, CancellationToken cancellationToken)
    {
        for (var start = 0; start < rows.Count; start += RowsPerStatement)
        {
            var count = Math.Min(RowsPerStatement, rows.Count - start);
            await using var command = Create(_sql.InsertAlerts(count), []);
            for (var i = 0; i < count; i++)
            {
                var row = rows[start + i];
                var p = i * Statements.AlertParameters;
                command.Add($"@p{p}", row.RoomId);
                command.Add($"@p{p + 1}", row.Offset);
                command.Add($"@p{p + 2}", row.Content);
                command.Add($"@p{p + 3}", row.SenderId, DbType.Int64);
                command.Add($"@p{p + 4}", row.Key, DbType.String);
                command.Add($"@p{p + 5}", row.IsJson);
                command.Add($"@p{p + 6}", row.CreatedAt);
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async ValueTask ExecuteAsync(string sql, IEnumerable<(string, object?)> parameters, CancellationToken cancellationToken) =>
        await transaction.Connection!.ExecuteAsync(transaction, sql, parameters, cancellationToken);

    private DbCommand Create(string sql, IEnumerable<(string Name, object? Value)> parameters) =>
        transaction.Connection!.CreateCommand(transaction, sql, parameters);
}
