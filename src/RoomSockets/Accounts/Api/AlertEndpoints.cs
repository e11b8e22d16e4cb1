using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>What was said, of the rooms whose history the caller may read.</summary>
internal sealed class AlertEndpoints(IRoomStore rooms, RoomRules rules, ApiBans bans)
{
    private const int MaxLimit = 1000;
    private const int DefaultLimit = 200;

    public void Map(ApiGroup api) => api.MapForUser(
        new("alerts", "GET", "/alerts", "Alerts", "Alerts, ascending: without a bound the newest; ?before= or ?after= an id, ?limit= (1 to 1,000, else 200), ?room= a name or ?room_id= an id. Link has the neighbouring pages; a page of long texts ends early.", typeof(IReadOnlyList<ApiAlert>)) { Refusals = [400, 403, 404] },
        ListAsync);

    private async Task ListAsync(HttpContext http, Caller caller)
    {
        var request = http.Request;
        var query = new AlertQuery(
            await FindRoomAsync(http, caller),
            ApiQuery.Number(request, "before"),
            ApiQuery.Number(request, "after"),
            ApiQuery.Limit(request, MaxLimit, DefaultLimit));
        var (page, isFull) = await AlertPages.ReadAsync(rooms, query, http.RequestAborted);
        Link(http, query, page, isFull);
        var allowed = await rules.FilterAsync(RoomOperation.History, page.Select(static alert => alert.Room), caller.Principal, http.RequestAborted);
        await ApiGroup.WriteAsync(
            http,
            [.. page.Where(alert => !alert.IsDeleted && allowed.Contains(alert.Room) && !bans.AreAbout(http, caller, alert.Room)).Select(static alert => new ApiAlert(alert.Id, alert.Content, alert.CreatedAt.UtcDateTime, alert.SenderNumber, alert.RoomId))],
            ApiJson.Default.IReadOnlyListApiAlert);
    }

    private async ValueTask<long?> FindRoomAsync(HttpContext http, Caller caller)
    {
        var (name, id) = (http.Request.Query["room"].ToString(), ApiQuery.Number(http.Request, "room_id"));
        if (name.Length == 0 && id is null) return null;
        if (name.Length > 0 && id is not null) throw ApiException.BadValue("Give room or room_id, not both.");
        var room = id is { } number
            ? await rooms.FindRoomAsync(number, http.RequestAborted)
            : RoomName.TryNormalize(name, out var normalized, out _) ? await rooms.FindRoomAsync(normalized, http.RequestAborted) : null;
        if (room is null || RoomName.IsHidden(room.Name)) throw ApiException.NoSuchRoom();
        bans.Check(http, caller, room.Name);
        if (!await rules.AllowsAsync(RoomOperation.History, room.Name, caller.Principal, http.RequestAborted)) throw ApiException.Forbidden();
        return room.Id;
    }

    /// <summary>The pages before and after this one, where there may be any (RFC 8288).</summary>
    private static void Link(HttpContext http, AlertQuery query, IReadOnlyList<StoredAlert> page, bool isFull)
    {
        if (page.Count == 0) return;
        var isForward = query is { After: not null, Before: null };
        var room = query.RoomId is { } id ? $"&room_id={id}" : string.Empty;
        List<(string, string)> links = [];
        if (isForward || isFull) links.Add(("prev", $"before={page[0].Id}&limit={query.Limit}{room}"));
        if (query.Before is not null || (isForward && isFull)) links.Add(("next", $"after={page[^1].Id}&limit={query.Limit}{room}"));
        ApiQuery.Link(http, [.. links]);
    }
}
