namespace RoomSockets.EntityFramework;

/// <summary>A batch of one room on its way into the database.</summary>
internal sealed class AppendRequest(string room, IReadOnlyList<NewAlert> alerts)
{
    private readonly TaskCompletionSource<IReadOnlyList<Appended>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Room { get; } = room;

    public IReadOnlyList<NewAlert> Alerts { get; } = alerts;

    /// <summary>Whether this is the last try: refused rows are then told as they are.</summary>
    public bool IsLast { get; init; }

    /// <summary>Who sends each alert, as a number of the database's; null for nobody.</summary>
    public required long?[] Senders { get; init; }

    public bool HasKeys { get; } = alerts.Any(static alert => alert is { Key: not null, SenderId: not null });

    /// <summary>Set when its commit was asked for. If no answer comes, whether it happened is seen by what lies there.</summary>
    public AppendPlan? Asked { get; set; }

    public Task<IReadOnlyList<Appended>> Task => _done.Task;

    public void Succeed(IReadOnlyList<Appended> appended) => _done.TrySetResult(appended);

    public void Fail(Exception error) => _done.TrySetException(Faults.IsOfData(error) && !IsLast ? new RefusedRowsException(error) : error);
}

/// <summary>What a transaction stores of a request, and what its sender is told then.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Rows">What is new, by ascending offset.</param>
/// <param name="Appended">An answer for each alert of the request.</param>
internal sealed record AppendPlan(long RoomId, IReadOnlyList<AlertRow> Rows, IReadOnlyList<Appended> Appended);

/// <summary>A row of alerts as it goes into the database.</summary>
internal readonly record struct AlertRow(long RoomId, long Offset, string Content, long? SenderId, string? Key, bool IsJson, DateTime CreatedAt);
