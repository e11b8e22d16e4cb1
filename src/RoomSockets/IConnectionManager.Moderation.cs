namespace RoomSockets;

/// <content>Moderation. Each action that is done leaves an audit record.</content>
/// <remarks>
/// Nobody's rights are asked here: whoever may call is the application's to decide. In all of these, <c>reason</c> is for the audit
/// record, at most 256 characters, and <c>actor</c> is the id of who does it, null for the application itself.
/// </remarks>
public partial interface IConnectionManager
{
    /// <summary>Takes a user out of a room: <c>left</c> with reason <c>kicked</c>; raw connections in it are closed with 1008. The user may come back.</summary>
    /// <returns>How many connections.</returns>
    /// <exception cref="StoreUnavailableException">The store did not take the audit record; the user is out all the same.</exception>
    ValueTask<int> KickAsync(string room, string userId, string? reason = null, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps a user or an address out of a room, or out of everything, from now on. In a room: <c>left</c> with reason <c>banned</c>, raw
    /// connections are closed with 1008. Everywhere: the connections end with 4009, raw ones with 1008.
    /// </summary>
    /// <param name="subject">Who; an earlier ban of the same there is replaced.</param>
    /// <param name="room">The room; null for everywhere.</param>
    /// <param name="until">When it ends; null for never.</param>
    /// <param name="reason">For the record.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>How many connections were put out.</returns>
    /// <exception cref="InvalidOperationException">There are as many bans as <see cref="ModerationOptions.MaxRestrictions"/> or <see cref="ModerationOptions.MaxRestrictionsPerRoom"/> allows.</exception>
    /// <exception cref="StoreUnavailableException">The store did not take it; nothing happened.</exception>
    ValueTask<int> BanAsync(BanSubject subject, string? room = null, DateTimeOffset? until = null, string? reason = null, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>Ends a ban. Another one of the same, in a room or everywhere, goes on.</summary>
    /// <returns>False where there was none.</returns>
    /// <exception cref="StoreUnavailableException">The store did not take it; nothing happened.</exception>
    ValueTask<bool> UnbanAsync(BanSubject subject, string? room = null, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>Lets a user read and not speak, in a room or everywhere: messages and signals are answered with <c>muted</c>, and everywhere direct messages, too.</summary>
    /// <param name="userId">Who; an earlier mute of the same there is replaced.</param>
    /// <param name="room">The room; null for everywhere.</param>
    /// <param name="until">When it ends; null for never.</param>
    /// <param name="reason">For the record.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="InvalidOperationException">There are as many mutes as <see cref="ModerationOptions.MaxRestrictions"/> or <see cref="ModerationOptions.MaxRestrictionsPerRoom"/> allows.</exception>
    /// <exception cref="StoreUnavailableException">The store did not take it; nothing happened.</exception>
    ValueTask MuteAsync(string userId, string? room = null, DateTimeOffset? until = null, string? reason = null, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>Ends a mute. Another one of the same user, in a room or everywhere, goes on.</summary>
    /// <returns>False where there was none.</returns>
    /// <exception cref="StoreUnavailableException">The store did not take it; nothing happened.</exception>
    ValueTask<bool> UnmuteAsync(string userId, string? room = null, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>From now on each user may publish one message in that time; more are answered with <c>slow_mode</c>. Configured moderators are exempt.</summary>
    /// <param name="room">The room.</param>
    /// <param name="interval">In whole seconds, up to 6 h; zero ends it.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, longer, or no whole number of seconds.</exception>
    /// <exception cref="InvalidOperationException">There are <see cref="ModerationOptions.MaxRestrictions"/> rooms with slow mode.</exception>
    /// <exception cref="StoreUnavailableException">The store did not take it; nothing happened.</exception>
    ValueTask SetSlowModeAsync(string room, TimeSpan interval, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>Changes what a message says, wherever it is kept, and tells the members that speak <c>roomsockets.v1.json</c>. Its place, sender and time stay.</summary>
    /// <param name="room">The room.</param>
    /// <param name="offset">Its offset.</param>
    /// <param name="data">What it says from now on: text or JSON, at most <see cref="RoomSocketsOptions.OutboxBytes"/> bytes.</param>
    /// <param name="reason">For the record.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Looked at before it begins; what has begun is done to its end.</param>
    /// <returns>False where there is no such message, or it was deleted.</returns>
    /// <exception cref="ArgumentException">Binary or too large.</exception>
    /// <exception cref="StoreUnavailableException">The store did not take all of it; repeat it.</exception>
    ValueTask<bool> RedactAsync(string room, long offset, MessageData data, string? reason = null, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>Takes the content of a message away for good, wherever it is kept, and tells the members that speak <c>roomsockets.v1.json</c>. Its offset keeps its place.</summary>
    /// <returns>False where there is no such message.</returns>
    /// <exception cref="StoreUnavailableException">The store did not take all of it; repeat it.</exception>
    ValueTask<bool> DeleteAlertAsync(string room, long offset, string? reason = null, string? actor = null, CancellationToken cancellationToken = default);
}
