namespace RoomSockets;

/// <summary>
/// Keeps rooms, who belongs to them, and what was said in them. It is the authority on order: it alone hands out offsets.
/// </summary>
/// <remarks>
/// Called by many threads at once. Names of rooms arrive normalised (see <see cref="StoredRoom.Name"/>) and are compared
/// exactly. Methods throw <see cref="StoreUnavailableException"/> where the store cannot answer for the moment; nothing was
/// then promised to anybody. Test an implementation with <c>StoreSpecification</c> of RoomSockets.Testing.
/// </remarks>
public interface IRoomStore
{
    /// <summary>The room of that name, created if there is none; whoever comes first has created it.</summary>
    /// <param name="name">A normalised name.</param>
    /// <param name="creatorId">The user who asks; null for nobody.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<StoredRoom> GetOrAddRoomAsync(string name, string? creatorId, CancellationToken cancellationToken);

    /// <summary>The room of that name, or null.</summary>
    ValueTask<StoredRoom?> FindRoomAsync(string name, CancellationToken cancellationToken);

    /// <summary>The room with that number, or null.</summary>
    ValueTask<StoredRoom?> FindRoomAsync(long id, CancellationToken cancellationToken);

    /// <summary>Rooms by ascending number, each with its members.</summary>
    /// <param name="afterId">Only rooms with a greater number; 0 for all.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<StoredRoomWithMembers>> GetRoomsAsync(long afterId, int limit, CancellationToken cancellationToken);

    /// <summary>Makes a user a member. True when it was none before.</summary>
    /// <exception cref="KeyNotFoundException">There is no such room, or no such user.</exception>
    ValueTask<bool> AddMemberAsync(long roomId, long userId, CancellationToken cancellationToken);

    /// <summary>Ends a membership. True when there was one.</summary>
    ValueTask<bool> RemoveMemberAsync(long roomId, long userId, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a batch at the end of a room, all of it or nothing, and returns when it is durable: what is acknowledged after this
    /// survives the end of the process and of the machine.
    /// </summary>
    /// <param name="room">A normalised name; the room is created if there is none.</param>
    /// <param name="alerts">At least one, in their order, see <see cref="NewAlert.ThrowIfInvalid"/>.</param>
    /// <param name="cancellationToken">Ends the wait. Whether the batch was stored is then unknown, and repeating it with the same keys finds out.</param>
    /// <returns>
    /// For each alert its offset. New ones are contiguous and follow the room's last offset, whoever else appends at the same time
    /// and on whatever node. One whose (room, sender, key) is stored already, or comes twice in the batch, is not stored again: it
    /// gets the offset of the first, with <see cref="Appended.IsDuplicate"/>. Without a sender or without a key nothing is a duplicate.
    /// </returns>
    ValueTask<IReadOnlyList<Appended>> AppendAsync(string room, IReadOnlyList<NewAlert> alerts, CancellationToken cancellationToken);

    /// <summary>What was said in a room after an offset, ascending: the way to fill a hole.</summary>
    /// <param name="room">A normalised name; an unknown room has no alerts.</param>
    /// <param name="afterOffset">0 for the beginning.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<StoredAlert>> ReadForwardAsync(string room, long afterOffset, int limit, CancellationToken cancellationToken);

    /// <summary>What was said in a room before an offset: the last ones of it, ascending.</summary>
    /// <param name="room">A normalised name; an unknown room has no alerts.</param>
    /// <param name="beforeOffset"><see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<StoredAlert>> ReadBackwardAsync(string room, long beforeOffset, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Alerts of one room or of all, by their number over all rooms; the cost does not grow with what lies outside the page. Within a
    /// room a number is never seen before a smaller one; over several rooms and nodes it may be, so that whoever follows what is new
    /// follows each room by its offsets.
    /// </summary>
    ValueTask<IReadOnlyList<StoredAlert>> ReadAlertsAsync(AlertQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the text of an alert, or deletes it. Its number, place, sender, key and time stay; a deleted one has no text any more
    /// (<see cref="StoredAlert.IsDeleted"/>) and cannot be changed again. Durable when it returns.
    /// </summary>
    /// <param name="room">A normalised name.</param>
    /// <param name="offset">Its offset.</param>
    /// <param name="content">The new text; null to delete it.</param>
    /// <param name="isJson">Whether the new text is a JSON value.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The alert as it is now; null where there is none, or where it was deleted and is to be changed.</returns>
    /// <exception cref="ArgumentException">The text is no Unicode.</exception>
    ValueTask<StoredAlert?> RedactAsync(string room, long offset, string? content, bool isJson, CancellationToken cancellationToken);
}
