using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>What moderators did.</summary>
internal sealed class AuditEndpoints(Moderation moderation, IRoomStore rooms, ModerationRequests requests)
{
    private const int MaxLimit = 1000;
    private const int DefaultLimit = 200;

    public void Map(ApiGroup api) => api.MapForUser(
        new("audit", "GET", "/audit", "Moderation", "What moderators did, the newest first: ?room_id= an id, for whoever moderates that room; ?before= an id, ?limit= (1 to 1,000, else 200).", typeof(IReadOnlyList<ApiAuditRecord>)) { Refusals = [400, 403, 404] },
        ListAsync);

    private async Task ListAsync(HttpContext http, Caller caller)
    {
        var (id, limit) = (ApiQuery.Number(http.Request, "room_id"), ApiQuery.Limit(http.Request, MaxLimit, DefaultLimit));
        var room = id is { } number ? (await rooms.FindRoomAsync(number, http.RequestAborted))?.Name : null;
        if (id is not null && (room is null || RoomName.IsHidden(room))) throw ApiException.NoSuchRoom();
        await requests.CheckAsync(http, caller, room);
        var page = await moderation.Store.ReadAuditAsync(new AuditQuery(room, ApiQuery.Number(http.Request, "before"), limit), http.RequestAborted);
        if (page.Count == limit) ApiQuery.Link(http, ("next", $"before={page[^1].Id}&limit={limit}{(id is null ? string.Empty : $"&room_id={id}")}"));
        await ApiGroup.WriteAsync(http, [.. page.Select(ToApi)], ModerationJson.Default.IReadOnlyListApiAuditRecord);
    }

    private static ApiAuditRecord ToApi(StoredAuditRecord record) => new(record.Id, record.At.UtcDateTime, record.Actor, WordOf(record.Action), record.Subject, record.Room, record.Detail);

    private static string WordOf(AuditAction action) => action switch
    {
        AuditAction.Kick => "kick",
        AuditAction.Ban => "ban",
        AuditAction.Unban => "unban",
        AuditAction.Mute => "mute",
        AuditAction.Unmute => "unmute",
        AuditAction.SlowMode => "slow_mode",
        AuditAction.Redact => "redact",
        _ => "delete",
    };
}
