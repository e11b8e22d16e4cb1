using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Makes whoever comes into a room for the first time its member in the store. Disconnecting does not end that.</summary>
internal sealed class Enrolment(IRoomStore rooms, IUserStore users, IOptions<AccountOptions> options)
{
    /// <param name="room">The room, normalised.</param>
    /// <param name="userId">Who comes; anonymous ones create nothing and belong to nothing.</param>
    /// <param name="userName">The user's name, for users who are seen for the first time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store cannot answer.</exception>
    public async ValueTask<EnrolmentResult> EnrolAsync(string room, string? userId, string? userName, CancellationToken cancellationToken)
    {
        if (!options.Value.AllowRoomCreation && await rooms.FindRoomAsync(room, cancellationToken) is null) return EnrolmentResult.NoSuchRoom;
        if (userId is null) return EnrolmentResult.Enrolled;
        try
        {
            var user = await users.GetOrAddAsync(userId, userName, cancellationToken);
            var stored = await rooms.GetOrAddRoomAsync(room, userId, cancellationToken);
            await rooms.AddMemberAsync(stored.Id, user.Id, cancellationToken);
            return EnrolmentResult.Enrolled;
        }
        catch (KeyNotFoundException)
        {
            return EnrolmentResult.NoSuchUser;
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

    /// <summary>The user was removed since its token was looked up.</summary>
    NoSuchUser,
}
