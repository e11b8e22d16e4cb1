namespace RoomSockets;

/// <summary>Asks the rules again about the rooms that a connection is in: its token is another one, or was asked about again.</summary>
internal static class RoomReview
{
    /// <param name="entry">Who.</param>
    /// <param name="services">What is asked.</param>
    /// <param name="keepsUndecided">Whether it stays where a rule's store is away. For those who are asked about again: else nobody would ever look.</param>
    /// <returns>False when it stays in a room of which nobody could say.</returns>
    public static async ValueTask<bool> RunAsync(DirectoryEntry entry, PipelineServices services, bool keepsUndecided)
    {
        var isDecided = true;
        foreach (var room in entry.Rooms)
        {
            try
            {
                await LookAtAsync(room, entry, services);
            }
            catch (StoreUnavailableException)
            {
                isDecided = false;
                if (!keepsUndecided) await RemoveAsync(room.Name, entry, services);
            }
        }

        return isDecided;
    }

    private static async ValueTask LookAtAsync(Room room, DirectoryEntry entry, PipelineServices services)
    {
        if (!await MayAsync(RoomOperation.Join, room.Name, entry, services)) await RemoveAsync(room.Name, entry, services);
        else if (room.Members.FindSeat(entry.Connection) is { SeesPresence: true } seat && !await MayAsync(RoomOperation.Presence, room.Name, entry, services)) HidePresence(room, seat);
    }

    private static async ValueTask RemoveAsync(string room, DirectoryEntry entry, PipelineServices services)
    {
        // Who speaks raw has no other way to learn that it is out.
        if (entry.Connection.Dialect is null && string.Equals(entry.Connection.Request.Room, room, StringComparison.Ordinal)) entry.Connection.Close(CloseReason.NotInThisRoom);
        else await services.Membership.LeaveAsync(entry, room, ServerFrames.Left([], room, ErrorCode.Forbidden));
    }

    /// <summary>From here on it is told nothing, and the number alone says that what it knew is void.</summary>
    private static void HidePresence(Room room, Seat seat)
    {
        var change = new PresenceChange([], [], [], room.Members.Roster?.Count ?? 0, IsListed: false);
        seat.HidePresence(MessageData.Received(PresenceFrames.WriteChange(room.Name, change), isBinary: false));
    }

    /// <summary>A rule that fails allows nothing, and the other rooms are asked about all the same.</summary>
    private static async ValueTask<bool> MayAsync(RoomOperation operation, string room, DirectoryEntry entry, PipelineServices services)
    {
        try
        {
            return await services.Rules.AllowsAsync(operation, room, entry.Connection.User, entry.Connection.Closing);
        }
        catch (RoomRuleFailedException failure)
        {
            services.Guard.NoteRule(entry, failure);
            return false;
        }
    }
}
