namespace RoomSockets;

/// <summary>Keeps bans, mutes, slow modes, and the record of what moderators did.</summary>
/// <remarks>
/// Called by many threads at once. A change and its audit record are stored together or not at all, and are durable when the method
/// returns. Methods throw <see cref="StoreUnavailableException"/> where the store cannot answer for the moment. What has ended by the
/// clock is no longer in force, and may be forgotten; audit records are kept. Test an implementation with
/// <c>ModerationSpecification</c> of RoomSockets.Testing.
/// </remarks>
public interface IModerationStore
{
    /// <summary>What is in force now.</summary>
    /// <param name="limit">At most this many of each kind, the newest; 1 to 1,000,001.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<StoredRestrictions> GetInForceAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Adds a ban in the place of an earlier one of the same subject in the same room, and its record (<see cref="NewAuditRecord.Of(NewBan)"/>).</summary>
    ValueTask<StoredBan> BanAsync(NewBan ban, CancellationToken cancellationToken);

    /// <summary>Ends a ban, and records it.</summary>
    /// <returns>False where none is in force; nothing is then recorded.</returns>
    ValueTask<bool> UnbanAsync(BanSubject subject, string? room, string? actor, CancellationToken cancellationToken);

    /// <summary>Adds a mute in the place of an earlier one of the same user in the same room, and its record (<see cref="NewAuditRecord.Of(NewMute)"/>).</summary>
    ValueTask<StoredMute> MuteAsync(NewMute mute, CancellationToken cancellationToken);

    /// <summary>Ends a mute, and records it.</summary>
    /// <returns>False where none is in force; nothing is then recorded.</returns>
    ValueTask<bool> UnmuteAsync(string userId, string? room, string? actor, CancellationToken cancellationToken);

    /// <summary>Sets the slow mode of a room, and records it.</summary>
    /// <param name="room">The room's name, normalised.</param>
    /// <param name="seconds">0 for none, to <see cref="StoredSlowMode.MaxSeconds"/>.</param>
    /// <param name="actor">Who does it; null for the application.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask SetSlowModeAsync(string room, int seconds, string? actor, CancellationToken cancellationToken);

    /// <summary>Records something that changes nothing here.</summary>
    ValueTask RecordAsync(NewAuditRecord record, CancellationToken cancellationToken);

    /// <summary>Reads what moderators did, the newest first.</summary>
    ValueTask<IReadOnlyList<StoredAuditRecord>> ReadAuditAsync(AuditQuery query, CancellationToken cancellationToken);
}
