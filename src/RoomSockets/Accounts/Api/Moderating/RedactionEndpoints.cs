using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Changes and deletes what was said.</summary>
internal sealed class RedactionEndpoints(IConnectionManager manager, IRoomStore rooms, ModerationRequests requests)
{
    private const string Tag = "Moderation";

    public void Map(ApiGroup api)
    {
        api.MapForUser(new("redact", "PATCH", "/alerts/{id}", Tag, "Changes what an alert says.", typeof(ApiAlert), 200, typeof(ApiContent)) { Refusals = [400, 403, 404, 429] }, RedactAsync);
        api.MapForUser(new("delete", "DELETE", "/alerts/{id}", Tag, "Deletes an alert; its offset keeps its place.", typeof(string)) { Refusals = [403, 404, 429] }, DeleteAsync);
    }

    private async Task RedactAsync(HttpContext http, Caller caller)
    {
        var alert = await FindAsync(http, caller, mayBeDeleted: false);
        var fields = await ApiFields.ReadAsync(http);
        var content = fields.Text("content") ?? throw ApiException.BadValue("\"content\" is missing.");
        if (!await manager.RedactAsync(alert.Room, alert.Offset, content, ModerationRequests.ReadReason(fields), caller.User.ConnectionUserId, http.RequestAborted)) throw NoSuchAlert();
        await ApiGroup.WriteAsync(http, new ApiAlert(alert.Id, content, alert.CreatedAt.UtcDateTime, alert.SenderNumber, alert.RoomId), ApiJson.Default.ApiAlert);
    }

    private async Task DeleteAsync(HttpContext http, Caller caller)
    {
        // Repeating it heals what went wrong half way: after the store, before the room or the record.
        var alert = await FindAsync(http, caller, mayBeDeleted: true);
        if (!await manager.DeleteAlertAsync(alert.Room, alert.Offset, reason: null, caller.User.ConnectionUserId, http.RequestAborted)) throw NoSuchAlert();
        await ApiGroup.WriteAsync(http, "ok", ApiJson.Default.String);
    }

    private async ValueTask<StoredAlert> FindAsync(HttpContext http, Caller caller, bool mayBeDeleted)
    {
        if (ModerationRequests.IdOf(http) is not (> 0 and < long.MaxValue and var id)) throw NoSuchAlert();
        var page = await rooms.ReadAlertsAsync(new AlertQuery(Before: id + 1, After: id - 1, Limit: 1), http.RequestAborted);
        // Conversations of two are nobody else's business.
        if (page is not [var alert] || (alert.IsDeleted && !mayBeDeleted) || RoomName.IsHidden(alert.Room)) throw NoSuchAlert();
        await requests.CheckAsync(http, caller, alert.Room);
        return alert;
    }

    private static ApiException NoSuchAlert() => new(StatusCodes.Status404NotFound, "no_such_alert", "There is no such alert.");
}
