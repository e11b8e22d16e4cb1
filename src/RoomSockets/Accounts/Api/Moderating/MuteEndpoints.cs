using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Mutes, in a room and everywhere, and the slow mode of rooms.</summary>
internal sealed class MuteEndpoints(IConnectionManager manager, Restrictions restrictions, ModerationRequests requests)
{
    private const string Tag = "Moderation";
    private const int MaxLimit = 1000;
    private const int DefaultLimit = 200;

    public void Map(ApiGroup api)
    {
        api.MapForUser(new("roomMutes", "GET", "/rooms/{id}/mutes", Tag, "The mutes of a room, by ascending id: ?limit= (1 to 1,000, else 200), ?after= an id.", typeof(IReadOnlyList<ApiMute>)) { Refusals = [400, 403, 404] }, InRoom(ListAsync));
        api.MapForUser(new("muteInRoom", "POST", "/rooms/{id}/mutes", Tag, "Lets a user read and not speak in a room.", typeof(string), 201, typeof(ApiMuteRequest)) { Refusals = [400, 403, 404, 409, 429] }, InRoom(MuteAsync));
        api.MapForUser(new("unmuteInRoom", "DELETE", "/rooms/{id}/mutes", Tag, "Ends a mute: ?user= or ?user_id=.", typeof(string)) { Refusals = [400, 403, 404, 429] }, InRoom(UnmuteAsync));
        api.MapForUser(new("mutes", "GET", "/mutes", Tag, "The mutes that hold everywhere, as for a room.", typeof(IReadOnlyList<ApiMute>)) { Refusals = [400, 403] }, Everywhere(ListAsync));
        api.MapForUser(new("mute", "POST", "/mutes", Tag, "Lets a user read and not speak anywhere.", typeof(string), 201, typeof(ApiMuteRequest)) { Refusals = [400, 403, 404, 409] }, Everywhere(MuteAsync));
        api.MapForUser(new("unmute", "DELETE", "/mutes", Tag, "Ends a mute that holds everywhere.", typeof(string)) { Refusals = [400, 403, 404] }, Everywhere(UnmuteAsync));
        api.MapForUser(new("slowMode", "PUT", "/rooms/{id}/slow-mode", Tag, "Each user may publish one message in so many seconds; 0 ends it.", typeof(ApiSlowMode), 200, typeof(ApiSlowMode)) { Refusals = [400, 403, 404, 409, 429] }, SlowModeAsync);
    }

    private async Task ListAsync(HttpContext http, Caller caller, string? room)
    {
        var limit = ApiQuery.Limit(http.Request, MaxLimit, DefaultLimit);
        var page = restrictions.GetMutes(room, ApiQuery.Number(http.Request, "after") ?? 0, limit);
        if (page.Count == limit) ApiQuery.Link(http, ("next", $"after={page[^1].Id}&limit={limit}"));
        await ApiGroup.WriteAsync(
            http,
            [.. page.Select(static mute => new ApiMute(mute.Id, mute.UserId, mute.Until?.UtcDateTime, mute.Reason, mute.Actor, mute.CreatedAt.UtcDateTime))],
            ModerationJson.Default.IReadOnlyListApiMute);
    }

    private async Task MuteAsync(HttpContext http, Caller caller, string? room)
    {
        var fields = await ApiFields.ReadAsync(http);
        var user = await requests.ReadUserAsync(fields.Text("user"), fields.Number("user_id"), http.RequestAborted);
        requests.CheckRank(caller, room, user);
        var (until, reason) = (requests.ReadUntil(fields), ModerationRequests.ReadReason(fields));
        await RestrictionLimit.TellAsync(async () =>
        {
            await manager.MuteAsync(user, room, until, reason, caller.User.ConnectionUserId, http.RequestAborted);
            return true;
        });
        await ApiGroup.WriteAsync(http, "ok", ApiJson.Default.String, StatusCodes.Status201Created);
    }

    private async Task UnmuteAsync(HttpContext http, Caller caller, string? room)
    {
        var user = await requests.ReadUserAsync(ModerationRequests.QueryText(http.Request, "user"), ApiQuery.Number(http.Request, "user_id"), http.RequestAborted);
        if (!await manager.UnmuteAsync(user, room, caller.User.ConnectionUserId, http.RequestAborted)) throw new ApiException(StatusCodes.Status404NotFound, "no_such_mute", "There is no such mute.");
        await ApiGroup.WriteAsync(http, "ok", ApiJson.Default.String);
    }

    private async Task SlowModeAsync(HttpContext http, Caller caller)
    {
        var room = await requests.FindRoomAsync(http, caller);
        var seconds = (await ApiFields.ReadAsync(http)).Number("seconds");
        if (seconds is not (>= 0 and <= StoredSlowMode.MaxSeconds)) throw ApiException.BadValue($"\"seconds\" must be between 0 and {StoredSlowMode.MaxSeconds}.");
        await RestrictionLimit.TellAsync(async () =>
        {
            await manager.SetSlowModeAsync(room, TimeSpan.FromSeconds(seconds.Value), caller.User.ConnectionUserId, http.RequestAborted);
            return true;
        });
        await ApiGroup.WriteAsync(http, new ApiSlowMode(seconds.Value), ModerationJson.Default.ApiSlowMode);
    }

    private Func<HttpContext, Caller, Task> InRoom(Func<HttpContext, Caller, string?, Task> handle) => async (http, caller) => await handle(http, caller, await requests.FindRoomAsync(http, caller));

    private Func<HttpContext, Caller, Task> Everywhere(Func<HttpContext, Caller, string?, Task> handle) => async (http, caller) =>
    {
        await requests.CheckAsync(http, caller, room: null);
        await handle(http, caller, arg3: null);
    };
}
