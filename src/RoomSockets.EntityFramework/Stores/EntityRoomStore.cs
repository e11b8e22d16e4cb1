using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>Rooms, memberships and alerts in the database.</summary>
internal sealed class EntityRoomStore(Contexts contexts, Attempts attempts, AppendQueue queue, TimeProvider time) : IRoomStore
{
    public async ValueTask<StoredRoom> GetOrAddRoomAsync(string name, string? creatorId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (await FindRoomAsync(name, cancellationToken) is { } known) return known;
        return await attempts.RunAsync("create a room", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            var connection = await lease.Context.OpenAsync(cancellation);
            await connection.ExecuteAsync(transaction: null, Statements.For(lease.Context).AddRoom, NewRoom.Parameters(name, creatorId, time.Now()), cancellation);
            return ToStored(await lease.Set<Room>().AsNoTracking().SingleAsync(room => room.Name == name, cancellation));
        }, cancellationToken);
    }

    public async ValueTask<StoredRoom?> FindRoomAsync(string name, CancellationToken cancellationToken) => await FindAsync(room => room.Name == name, cancellationToken);

    public async ValueTask<StoredRoom?> FindRoomAsync(long id, CancellationToken cancellationToken) => await FindAsync(room => room.Id == id, cancellationToken);

    public async ValueTask<IReadOnlyList<StoredRoomWithMembers>> GetRoomsAsync(long afterId, int limit, CancellationToken cancellationToken)
    {
        AlertReader.CheckLimit(limit);
        return await attempts.RunAsync("read rooms", async cancellation =>
        {
            await using var lease = await contexts.ReadAsync(cancellation);
            var rooms = await lease.Set<Room>().AsNoTracking().Where(room => room.Id > afterId).OrderBy(room => room.Id).Take(limit).ToListAsync(cancellation);
            if (rooms.Count == 0) return (IReadOnlyList<StoredRoomWithMembers>)[];
            var (first, last) = (rooms[0].Id, rooms[^1].Id);
            var members = await lease.Set<RoomUser>().AsNoTracking().Where(member => member.RoomId >= first && member.RoomId <= last)
                .OrderBy(member => member.RoomId).ThenBy(member => member.UserId)
                .Select(member => new { member.RoomId, Member = new StoredMember(member.UserId, member.User!.Name) }).ToListAsync(cancellation);
            var byRoom = members.ToLookup(member => member.RoomId, member => member.Member);
            return [.. rooms.Select(room => new StoredRoomWithMembers(ToStored(room), [.. byRoom[room.Id]]))];
        }, cancellationToken);
    }

    public async ValueTask<bool> AddMemberAsync(long roomId, long userId, CancellationToken cancellationToken)
    {
        // Most who come were here before: reading does not wait for the one who writes.
        if (await IsMemberAsync(roomId, userId, cancellationToken)) return false;
        return await attempts.RunAsync("add a member", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            var connection = await lease.Context.OpenAsync(cancellation);
            if (await connection.ExecuteAsync(transaction: null, Statements.For(lease.Context).AddMember, [("@room", roomId), ("@user", userId), ("@now", time.Now())], cancellation) == 1) return true;
            if (!await lease.Set<Room>().AnyAsync(room => room.Id == roomId, cancellation)) throw new KeyNotFoundException($"There is no room {roomId}.");
            if (!await lease.Set<User>().AnyAsync(user => user.Id == userId, cancellation)) throw new KeyNotFoundException($"There is no user {userId}.");
            return false;
        }, cancellationToken);
    }

    public async ValueTask<bool> RemoveMemberAsync(long roomId, long userId, CancellationToken cancellationToken) =>
        await attempts.RunAsync("remove a member", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            return await lease.Set<RoomUser>().Where(member => member.RoomId == roomId && member.UserId == userId).ExecuteDeleteAsync(cancellation) == 1;
        }, cancellationToken);

    public ValueTask<IReadOnlyList<Appended>> AppendAsync(string room, IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(room);
        NewAlert.ThrowIfInvalid(alerts);
        return queue.AppendAsync(room, alerts, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StoredAlert>> ReadForwardAsync(string room, long afterOffset, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(async (reader, cancellation) => await reader.ReadForwardAsync(room, afterOffset, limit, cancellation), cancellationToken);

    public async ValueTask<IReadOnlyList<StoredAlert>> ReadBackwardAsync(string room, long beforeOffset, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(async (reader, cancellation) => await reader.ReadBackwardAsync(room, beforeOffset, limit, cancellation), cancellationToken);

    public async ValueTask<IReadOnlyList<StoredAlert>> ReadAlertsAsync(AlertQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await ReadAsync(async (reader, cancellation) => await reader.ReadAsync(query, cancellation), cancellationToken);
    }

    public async ValueTask<StoredAlert?> RedactAsync(string room, long offset, string? content, bool isJson, CancellationToken cancellationToken)
    {
        if (content is not null) NewAlert.ThrowIfInvalid([new NewAlert(content)]);
        var (text, isValue, isDeleted) = (AlertText.ToColumn(content ?? string.Empty), content is not null && isJson, content is null);
        return await attempts.RunAsync("redact a message", async cancellation =>
        {
            await using var lease = await contexts.WriteAsync(cancellation);
            if (await lease.Set<Room>().Where(row => row.Name == room).Select(row => (long?)row.Id).SingleOrDefaultAsync(cancellation) is not { } id) return null;
            // What was deleted stays deleted, whoever changes it at the same time.
            var changed = await lease.Set<Alert>().Where(row => row.RoomId == id && row.Offset == offset && (isDeleted || !row.IsDeleted))
                .ExecuteUpdateAsync(row => row.SetProperty(alert => alert.Content, text).SetProperty(alert => alert.IsJson, isValue).SetProperty(alert => alert.IsDeleted, isDeleted), cancellation);
            return changed == 0 ? null : (await new AlertReader(lease.Context).ReadForwardAsync(room, offset - 1, 1, cancellation)).SingleOrDefault();
        }, cancellationToken);
    }

    private async ValueTask<bool> IsMemberAsync(long roomId, long userId, CancellationToken cancellationToken) =>
        await attempts.RunAsync("find a member", async cancellation =>
        {
            await using var lease = await contexts.ReadAsync(cancellation);
            return await lease.Set<RoomUser>().AnyAsync(member => member.RoomId == roomId && member.UserId == userId, cancellation);
        }, cancellationToken);

    private async ValueTask<IReadOnlyList<StoredAlert>> ReadAsync(Func<AlertReader, CancellationToken, ValueTask<IReadOnlyList<StoredAlert>>> read, CancellationToken cancellationToken) =>
        await attempts.RunAsync("read messages", async cancellation =>
        {
            await using var lease = await contexts.ReadAsync(cancellation);
            return await read(new AlertReader(lease.Context), cancellation);
        }, cancellationToken);

    private async ValueTask<StoredRoom?> FindAsync(Expression<Func<Room, bool>> which, CancellationToken cancellationToken) =>
        await attempts.RunAsync("find a room", async cancellation =>
        {
            await using var lease = await contexts.ReadAsync(cancellation);
            return await lease.Set<Room>().AsNoTracking().Where(which).SingleOrDefaultAsync(cancellation) is { } room ? ToStored(room) : null;
        }, cancellationToken);

    private static StoredRoom ToStored(Room room) => new(room.Id, room.Name, StoreClock.FromColumn(room.CreatedAt), room.CreatorId, room.LastOffset, room.Epoch);
}
