using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Kicks and bans, in a room and everywhere.</summary>
internal sealed class BanEndpoints(IConnectionManager manager, Restrictions restrictions, ModerationRequests requests)
{
    private const string Tag = "Moderation";
    private const int MaxLimit = 1000;
    private const int DefaultLimit = 200;

    public void Map(ApiGroup api)
    {
        api.MapForUser(new("kick", "POST", "/rooms/{id}/kick", Tag, "Takes a user out of a room; the user may come back.", typeof(ApiExpelled), 200, typeof(ApiUserSubject)) { Refusals = [400, 403, 404, 429] }, KickAsync);
        api.MapForUser(new("roomBans", "GET", "/rooms/{id}/bans", Tag, "The bans of a room, by ascending id: ?limit= (1 to 1,000, else 200), ?after= an id.", typeof(IReadOnlyList<ApiBan>)) { Refusals = [400, 403, 404] }, InRoom(ListAsync));
        api.MapForUser(new("banFromRoom", "POST", "/rooms/{id}/bans", Tag, "Keeps a user or an address out of a room.", typeof(ApiExpelled), 201, typeof(ApiBanRequest)) { Refusals = [400, 403, 404, 409, 429] }, InRoom(BanAsync));
        api.MapForUser(new("unbanFromRoom", "DELETE", "/rooms/{id}/bans", Tag, "Ends a ban: ?user=, ?user_id= or ?address=.", typeof(string)) { Refusals = [400, 403, 404, 429] }, InRoom(UnbanAsync));
        api.MapForUser(new("bans", "GET", "/bans", Tag, "The bans that hold everywhere, as for a room.", typeof(IReadOnlyList<ApiBan>)) { Refusals = [400, 403] }, Everywhere(ListAsync));
        api.MapForUser(new("ban", "POST", "/bans", Tag, "Keeps a user or an address out of everything.", typeof(ApiExpelled), 201, typeof(ApiBanRequest)) { Refusals = [400, 403, 404, 409] }, Everywhere(BanAsync));
        api.MapForUser(new("unban", "DELETE", "/bans", Tag, "Ends a ban that holds everywhere.", typeof(string)) { Refusals = [400, 403, 404] }, Everywhere(UnbanAsync));
    }

    private async Task KickAsync(HttpContext http, Caller caller)
    {
        var room = await requests.FindRoomAsync(http, caller);
        var fields = await ApiFields.ReadAsync(http);
        var user = await requests.ReadUserAsync(fields.Text("user"), fields.Number("user_id"), http.RequestAborted);
        requests.CheckRank(caller, room, user);
        var count = await manager.KickAsync(room, user, ModerationRequests.ReadReason(fields), caller.User.ConnectionUserId, http.RequestAborted);
        await ApiGroup.WriteAsync(http, new ApiExpelled(count), ModerationJson.Default.ApiExpelled);
    }

    private async Task ListAsync(HttpContext http, Caller caller, string? room)
    {
        var limit = ApiQuery.Limit(http.Request, MaxLimit, DefaultLimit);
        var page = restrictions.GetBans(room, ApiQuery.Number(http.Request, "after") ?? 0, limit);
        if (page.Count == limit) ApiQuery.Link(http, ("next", $"after={page[^1].Id}&limit={limit}"));
        await ApiGroup.WriteAsync(
            http,
            [.. page.Select(static ban => new ApiBan(ban.Id, ban.Subject.UserId, ban.Subject.Address, ban.Until?.UtcDateTime, ban.Reason, ban.Actor, ban.CreatedAt.UtcDateTime))],
            ModerationJson.Default.IReadOnlyListApiBan);
    }

    private async Task BanAsync(HttpContext http, Caller caller, string? room)
    {
        var fields = await ApiFields.ReadAsync(http);
        var subject = await requests.ReadSubjectAsync(fields.Text("user"), fields.Number("user_id"), fields.Text("address"), http.RequestAborted);
        requests.CheckRank(caller, room, subject.UserId);
        var (until, reason) = (requests.ReadUntil(fields), ModerationRequests.ReadReason(fields));
        var count = await RestrictionLimit.TellAsync(() => manager.BanAsync(subject, room, until, reason, caller.User.ConnectionUserId, http.RequestAborted));
        await ApiGroup.WriteAsync(http, new ApiExpelled(count), ModerationJson.Default.ApiExpelled, StatusCodes.Status201Created);
    }

    private async Task UnbanAsync(HttpContext http, Caller caller, string? room)
    {
        var (user, number, address) = (ModerationRequests.QueryText(http.Request, "user"), ApiQuery.Number(http.Request, "user_id"), ModerationRequests.QueryText(http.Request, "address"));
        var subject = await requests.ReadSubjectAsync(user, number, address, http.RequestAborted);
        if (!await manager.UnbanAsync(subject, room, caller.User.ConnectionUserId, http.RequestAborted)) throw new ApiException(StatusCodes.Status404NotFound, "no_such_ban", "There is no such ban.");
        await ApiGroup.WriteAsync(http, "ok", ApiJson.Default.String);
    }

    private Func<HttpContext, Caller, Task> InRoom(Func<HttpContext, Caller, string?, Task> handle) => async (http, caller) => await handle(http, caller, await requests.FindRoomAsync(http, caller));

    private Func<HttpContext, Caller, Task> Everywhere(Func<HttpContext, Caller, string?, Task> handle) => async (http, caller) =>
    {
        await requests.CheckAsync(http, caller, room: null);
        await handle(http, caller, arg3: null);
    };
}
