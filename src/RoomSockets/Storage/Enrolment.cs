using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Makes whoever comes into a room for the first time its member in the store, and the room where there is none. Disconnecting does not end that.</summary>
internal sealed class Enrolment(IRoomStore rooms, IUserStore users, IOptions<AccountOptions> options, TimeProvider time)
{
    private readonly RecentCounts _created = new(options.Value.MaxNewRoomsPerHour, TimeSpan.FromHours(1), time);
    private readonly RecentCounts _createdByStrangers = new(options.Value.MaxNewRoomsPerAddress, TimeSpan.FromHours(1), time);

    /// <param name="room">The room, normalised.</param>
    /// <param name="userId">Who comes; anonymous ones belong to nothing.</param>
    /// <param name="userName">The user's name, for users who are seen for the first time.</param>
    /// <param name="stranger">Where an anonymous one comes from that has a row made for the room, if there is none; null where nothing is made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public async ValueTask<EnrolmentResult> EnrolAsync(string room, string? userId, string? userName, string? stranger, CancellationToken cancellationToken)
    {
        var stored = await rooms.FindRoomAsync(room, cancellationToken);
        if (stored is null && !options.Value.AllowRoomCreation) return EnrolmentResult.NoSuchRoom;
        if (userId is null) return stored is null && stranger is not null && _createdByStrangers.TryAdd(stranger) > TimeSpan.Zero ? EnrolmentResult.TooManyNewRooms : EnrolmentResult.Enrolled;
        try
        {
            var user = await users.GetOrAddAsync(userId, userName, cancellationToken);
            stored ??= await CreateAsync(room, userId, cancellationToken);
            if (stored is null) return EnrolmentResult.TooManyNewRooms;
            await rooms.AddMemberAsync(stored.Id, user.Id, cancellationToken);
            return EnrolmentResult.Enrolled;
        }
        catch (KeyNotFoundException)
        {
            return EnrolmentResult.NoSuchUser;
        }
    }

    /// <summary>Creates a room that is not there.</summary>
    /// <returns>Null where the user has created too many of late.</returns>
    public async ValueTask<StoredRoom?> CreateAsync(string room, string userId, CancellationToken cancellationToken)
    {
        if (_created.TryAdd(userId) > TimeSpan.Zero) return null;
        try
        {
            return await rooms.GetOrAddRoomAsync(room, userId, cancellationToken);
        }
        catch
        {
            // A store that is away costs the user no room.
            _created.TakeBack(userId);
            throw;
        }
    }
}

/// <summary>What came of coming into a room.</summary>
internal enum EnrolmentResult
{
    /// <summary>It may go on.</summary>
    Enrolled,

    /// <summary>The room is not there, and <see cref="AccountOptions.AllowRoomCreation"/> is off.</summary>
    NoSuchRoom,

    /// <summary>The room is not there, and the user has created <see cref="AccountOptions.MaxNewRoomsPerHour"/>, or its address <see cref="AccountOptions.MaxNewRoomsPerAddress"/>.</summary>
    TooManyNewRooms,

    /// <summary>The user was removed since its token was looked up.</summary>
    NoSuchUser,
}
