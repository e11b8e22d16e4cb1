using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Rooms and who belongs to them.</summary>
internal sealed class RoomEndpoints(IRoomStore rooms, Enrolment enrolment, RoomRules rules, ApiBans bans, IOptions<AccountOptions> options)
{
    private const string Tag = "Rooms";
    private const int MaxLimit = 1000;

    public void Map(ApiGroup api)
    {
        var list = new ApiOperation("rooms", "GET", "/rooms", Tag, "Rooms with their members, by ascending id: ?limit= (1 to 1,000), ?after= an id.", typeof(IReadOnlyList<ApiRoom>)) { Refusals = [400] };
        if (options.Value.OpenRoomList) api.Map(list, http => ListAsync(http, http.User));
        else api.MapForUser(list, (http, caller) => ListAsync(http, caller.Principal));
        api.MapForUser(new("create", "POST", "/rooms", Tag, "Creates a room.", typeof(ApiRoom), 201, typeof(ApiRoomName)) { Refusals = [400, 403, 409, 429] }, CreateAsync);
        api.MapForUser(new("join", "POST", "/rooms/{id}/join", Tag, "Makes the caller a member.", typeof(ApiRoom)) { Refusals = [403, 404] }, JoinAsync);
        api.MapForUser(new("leave", "POST", "/rooms/{id}/leave", Tag, "Ends the caller's membership.", typeof(ApiRoom)) { Refusals = [404] }, LeaveAsync);
    }

    private async Task ListAsync(HttpContext http, ClaimsPrincipal user)
    {
        var limit = ApiQuery.Limit(http.Request, MaxLimit, otherwise: MaxLimit);
        var page = await rooms.GetRoomsAsync(ApiQuery.Number(http.Request, "after") ?? 0, limit, http.RequestAborted);
        if (page.Count == limit) ApiQuery.Link(http, ("next", $"after={page[^1].Room.Id}&limit={limit}"));
        var allowed = await rules.FilterAsync(RoomOperation.Join, page.Select(static room => room.Room.Name), user, http.RequestAborted);
        await ApiGroup.WriteAsync(http, [.. page.Where(room => allowed.Contains(room.Room.Name)).Select(ToApi)], ApiJson.Default.IReadOnlyListApiRoom);
    }

    private async Task CreateAsync(HttpContext http, Caller caller)
    {
        if (!options.Value.AllowRoomCreation) throw new ApiException(StatusCodes.Status403Forbidden, "room_creation_closed", "Nobody can create rooms here.");
        var asked = (await ApiFields.ReadAsync(http)).Text("name");
        if (!RoomName.TryNormalize(asked, out var name, out var error)) throw new ApiException(StatusCodes.Status400BadRequest, "bad_room_name", error);
        if (await rooms.FindRoomAsync(name, http.RequestAborted) is not null) throw new ApiException(StatusCodes.Status409Conflict, "room_exists", "There is a room of that name.");
        await CheckAsync(name, caller, http.RequestAborted);
        var room = await enrolment.CreateAsync(name, caller.User.ConnectionUserId, http.RequestAborted)
            ?? throw new ApiException(StatusCodes.Status429TooManyRequests, "too_many_new_rooms", $"You may create {options.Value.MaxNewRoomsPerHour} rooms in an hour.", TimeSpan.FromHours(1));
        await ApiGroup.WriteAsync(http, new ApiRoom(room.Id, room.Name, []), ApiJson.Default.ApiRoom, StatusCodes.Status201Created);
    }

    private async Task JoinAsync(HttpContext http, Caller caller)
    {
        var room = await FindAsync(http);
        bans.Check(http, caller, room.Name);
        await CheckAsync(room.Name, caller, http.RequestAborted);
        await rooms.AddMemberAsync(room.Id, caller.User.Id, http.RequestAborted);
        await WriteAsync(http, room.Id);
    }

    private async Task LeaveAsync(HttpContext http, Caller caller)
    {
        var room = await FindAsync(http);
        await rooms.RemoveMemberAsync(room.Id, caller.User.Id, http.RequestAborted);
        await WriteAsync(http, room.Id);
    }

    /// <summary>The room of the path. That two others have a conversation is nobody's business.</summary>
    private async ValueTask<StoredRoom> FindAsync(HttpContext http) =>
        await rooms.FindRoomAsync(IdOf(http), http.RequestAborted) is { } room && !RoomName.IsHidden(room.Name) ? room : throw ApiException.NoSuchRoom();

    private async ValueTask CheckAsync(string room, Caller caller, CancellationToken cancellationToken)
    {
        if (!await rules.AllowsAsync(RoomOperation.Join, room, caller.Principal, cancellationToken)) throw ApiException.Forbidden();
    }

    private async Task WriteAsync(HttpContext http, long id)
    {
        var room = (await rooms.GetRoomsAsync(id - 1, 1, http.RequestAborted)).FirstOrDefault(one => one.Room.Id == id) ?? throw ApiException.NoSuchRoom();
        await ApiGroup.WriteAsync(http, ToApi(room), ApiJson.Default.ApiRoom);
    }

    private static long IdOf(HttpContext http) =>
        long.TryParse(http.Request.RouteValues["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw ApiException.NoSuchRoom();

    private static ApiRoom ToApi(StoredRoomWithMembers room) =>
        new(room.Room.Id, room.Room.Name, [.. room.Members.Select(static member => new ApiUser(member.UserId, member.UserName))]);
}
