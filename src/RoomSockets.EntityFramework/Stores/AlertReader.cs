using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>Reads pages of alerts. Every page is a range of one index, so that its cost does not grow with the room.</summary>
internal sealed class AlertReader(DbContext context)
{
    private const int MaxLimit = 1000;

    private IQueryable<Alert> Alerts => context.Set<Alert>().AsNoTracking();

    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
    }

    public async ValueTask<IReadOnlyList<StoredAlert>> ReadForwardAsync(string room, long afterOffset, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        if (await FindRoomIdAsync(room, cancellationToken) is not { } id) return [];
        return await LoadAsync(Alerts.Where(alert => alert.RoomId == id && alert.Offset > afterOffset).OrderBy(alert => alert.Offset).Take(limit), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StoredAlert>> ReadBackwardAsync(string room, long beforeOffset, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        if (await FindRoomIdAsync(room, cancellationToken) is not { } id) return [];
        return await LoadAsync(Alerts.Where(alert => alert.RoomId == id && alert.Offset < beforeOffset).OrderByDescending(alert => alert.Offset).Take(limit), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StoredAlert>> ReadAsync(AlertQuery query, CancellationToken cancellationToken)
    {
        CheckLimit(query.Limit);
        var alerts = Alerts;
        if (query.RoomId is { } room) alerts = alerts.Where(alert => alert.RoomId == room);
        if (query.Before is { } before) alerts = alerts.Where(alert => alert.Id < before);
        if (query.After is { } after) alerts = alerts.Where(alert => alert.Id > after);
        // After a bound and before none: the first ones. Else the last ones.
        var page = query is { After: not null, Before: null } ? alerts.OrderBy(alert => alert.Id) : alerts.OrderByDescending(alert => alert.Id);
        return await LoadAsync(page.Take(query.Limit), cancellationToken);
    }

    /// <summary>First, and not joined: with the number in hand the page is a range of the index for every planner.</summary>
    private async ValueTask<long?> FindRoomIdAsync(string name, CancellationToken cancellationToken) =>
        await context.Set<Room>().Where(room => room.Name == name).Select(room => (long?)room.Id).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Names of rooms and ids of senders are read apart: joined to the page, they lead some planners to read all rooms.</summary>
    private async ValueTask<IReadOnlyList<StoredAlert>> LoadAsync(IQueryable<Alert> page, CancellationToken cancellationToken)
    {
        var alerts = await page.ToListAsync(cancellationToken);
        var roomIds = alerts.Select(static alert => alert.RoomId).Distinct().ToList();
        var senderIds = alerts.Where(static alert => alert.SenderId is not null).Select(static alert => alert.SenderId!.Value).Distinct().ToList();
        var rooms = roomIds.Count == 0 ? [] : await context.Set<Room>().Where(room => roomIds.Contains(room.Id)).ToDictionaryAsync(room => room.Id, room => room.Name, cancellationToken);
        var senders = senderIds.Count == 0 ? [] : await context.Set<User>().Where(user => senderIds.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => new { user.ExternalId, user.Name }, cancellationToken);
        return
        [
            .. alerts.OrderBy(static alert => alert.Id).Select(alert =>
            {
                var sender = alert.SenderId is { } number ? senders.GetValueOrDefault(number) : null;
                return new StoredAlert(
                    alert.Id,
                    alert.RoomId,
                    rooms[alert.RoomId],
                    alert.Offset,
                    AlertText.FromColumn(alert.Content),
                    StoreClock.FromColumn(alert.CreatedAt),
                    sender is null ? null : StoredUser.GetConnectionId(alert.SenderId!.Value, sender.ExternalId),
                    alert.SenderId,
                    alert.Key,
                    sender?.Name,
                    alert.IsJson,
                    alert.IsDeleted);
            }),
        ];
    }
}
