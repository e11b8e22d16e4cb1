namespace RoomSockets;

/// <summary>A message on its way into the store.</summary>
/// <param name="Content">Its text.</param>
/// <param name="SenderId">The id of the user who sent it, as connections know it, a user on first sight; null for nobody, and so is an id of ours that no user has.</param>
/// <param name="Key">The sender's own key, which makes sending it again harmless: at most 64 characters; null for none.</param>
/// <param name="IsJson">Whether the text is a JSON value that was sent as such.</param>
public readonly record struct NewAlert(string Content, string? SenderId = null, string? Key = null, bool IsJson = false)
{
    /// <summary>The most characters that a <see cref="Key"/> may have.</summary>
    public const int MaxKeyLength = 64;

    /// <summary>What every store asks first, so that a batch is stored whole or not at all.</summary>
    /// <exception cref="ArgumentException">There are no alerts, one has no text or one that is no Unicode, or a key is too long or has U+0000.</exception>
    public static void ThrowIfInvalid(IReadOnlyList<NewAlert> alerts)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        if (alerts.Count == 0) throw new ArgumentException("A batch has at least one alert.", nameof(alerts));
        for (var i = 0; i < alerts.Count; i++)
        {
            if (alerts[i].Content is null) throw new ArgumentException("An alert has a text.", nameof(alerts));
            if (!StoredText.IsWellFormed(alerts[i].Content)) throw new ArgumentException("The text has half of a surrogate pair: it is no Unicode.", nameof(alerts));
            if (alerts[i].Key is { } key) StoredText.ThrowIfUnfit(key, nameof(alerts));
            if (alerts[i].Key is { Length: > MaxKeyLength and var length }) throw new ArgumentException($"A key has {length} characters; it may have {MaxKeyLength}.", nameof(alerts));
        }
    }
}

/// <summary>Where an alert lies in its room.</summary>
/// <param name="Offset">Its offset, from 1.</param>
/// <param name="IsDuplicate">Whether it was there before, by (room, sender, key), and was not stored again.</param>
/// <param name="CreatedAt">When the store took it (UTC), as <see cref="StoredAlert.CreatedAt"/> says; of a duplicate it means nothing.</param>
public readonly record struct Appended(long Offset, bool IsDuplicate, DateTimeOffset CreatedAt);

/// <summary>A stored message.</summary>
/// <param name="Id">Its number over all rooms, ascending in each room.</param>
/// <param name="RoomId">The number of its room.</param>
/// <param name="Room">The name of its room.</param>
/// <param name="Offset">Its place in the room, contiguous from 1.</param>
/// <param name="Content">Its text.</param>
/// <param name="CreatedAt">When the store took it (UTC).</param>
/// <param name="SenderId">The id of its sender as connections know it; null for nobody.</param>
/// <param name="SenderNumber">The number of its sender in the store; null for nobody.</param>
/// <param name="Key">The sender's own key; null where there was none.</param>
/// <param name="SenderName">The sender's name, as the store has it now; null for nobody.</param>
/// <param name="IsJson">Whether the text is a JSON value that was sent as such.</param>
/// <param name="IsDeleted">Whether its text was taken away for good, which is then empty.</param>
public sealed record StoredAlert(long Id, long RoomId, string Room, long Offset, string Content, DateTimeOffset CreatedAt, string? SenderId, long? SenderNumber, string? Key, string? SenderName = null, bool IsJson = false, bool IsDeleted = false);

/// <summary>A page of alerts.</summary>
/// <param name="RoomId">Only of this room; null for all.</param>
/// <param name="Before">Only with a smaller number: the page then holds the last ones before it.</param>
/// <param name="After">Only with a greater number: the page then holds the first ones after it.</param>
/// <param name="Limit">At most this many, 1 to 1,000; with neither bound the newest. Always ascending.</param>
public sealed record AlertQuery(long? RoomId = null, long? Before = null, long? After = null, int Limit = 200);
