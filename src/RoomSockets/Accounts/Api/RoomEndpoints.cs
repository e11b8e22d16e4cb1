using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Rooms and who belongs to them.</summary>
internal sealed class RoomEndpoints(IRoomStore rooms, IOptions<AccountOptions> options)
{
    private const string Tag = "Rooms";
    private const int MaxLimit = 1000;

    public void Map(ApiGroup api)
    {
        var list = new ApiOperation("rooms", "GET", "/rooms", Tag, "Rooms with their members, by ascending id: ?limit= (1 to 1,000), ?after= an id.", typeof(IReadOnlyList<ApiRoom>)) { Refusals = [400] };
        if (options.Value.OpenRoomList) api.Map(list, ListAsync);
        else api.MapForUser(list, (http, _) => ListAsync(http));
        api.MapForUser(new("create", "POST", "/rooms", Tag, "Creates a room.", typeof(ApiRoom), 201, typeof(ApiRoomName)) { Refusals = [400, 403, 409] }, CreateAsync);
        api.MapForUser(new("join", "POST", "/rooms/{id}/join", Tag, "Makes the caller a member.", typeof(ApiRoom)) { Refusals = [404] }, JoinAsync);
        api.MapForUser(new("leave", "POST", "/rooms/{id}/leave", Tag, "Ends the caller's membership.", typeof(ApiRoom)) { Refusals = [404] }, LeaveAsync);
    }

    private async Task ListAsync(HttpContext http)
    {
        var limit = ApiQuery.Limit(http.Request, MaxLimit, otherwise: MaxLimit);
        var page = await rooms.GetRoomsAsync(ApiQuery.Number(http.Request, "after") ?? 0, limit, http.RequestAborted);
        if (page.Count == limit) ApiQuery.Link(http, ("next", $"after={page[^1].Room.Id}&limit={limit}"));
        await ApiGroup.WriteAsync(http, [.. page.Select(ToApi)], ApiJson.Default.IReadOnlyListApiRoom);
    }

    private async Task CreateAsync(HttpContext http, StoredUser user)
    {
        if (!options.Value.AllowRoomCreation) throw new ApiException(StatusCodes.Status403Forbidden, "room_creation_closed", "Nobody can create rooms here.");
        var asked = (await ApiFields.ReadAsync(http)).Text("name");
        if (!RoomName.TryNormalize(asked, out var name, out var error)) throw new ApiException(StatusCodes.Status400BadRequest, "bad_room_name", error);
        if (await rooms.FindRoomAsync(name, http.RequestAborted) is not null) throw new ApiException(StatusCodes.Status409Conflict, "room_exists", "There is a room of that name.");
        var room = await rooms.GetOrAddRoomAsync(name, user.ConnectionUserId, http.RequestAborted);
        await ApiGroup.WriteAsync(http, new ApiRoom(room.Id, room.Name, []), ApiJson.Default.ApiRoom, StatusCodes.Status201Created);
    }

    private async Task JoinAsync(HttpContext http, StoredUser user)
    {
        var id = IdOf(http);
        try
        {
            await rooms.AddMemberAsync(id, user.Id, http.RequestAborted);
        }
        catch (KeyNotFoundException)
        {
            throw ApiException.NoSuchRoom();
        }

        await WriteAsync(http, id);
    }

    private async Task LeaveAsync(HttpContext http, StoredUser user)
    {
        var id = IdOf(http);
        await rooms.RemoveMemberAsync(id, user.Id, http.RequestAborted);
        await WriteAsync(http, id);
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
