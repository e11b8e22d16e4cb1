namespace RoomSockets.Client;

/// <summary>Which piece of the past to read. Without <see cref="Before"/> and <see cref="After"/>: the newest.</summary>
public sealed record HistoryOptions
{
    /// <summary>Messages before this offset, the newest of them first found.</summary>
    /// <value>null</value>
    public long? Before { get; init; }

    /// <summary>Messages after this offset, the oldest of them first found. Not together with <see cref="Before"/>.</summary>
    /// <value>null</value>
    public long? After { get; init; }

    /// <summary>The most messages to answer with. 1 to 200.</summary>
    /// <value>50</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its bounds.</exception>
    public int Limit
    {
        get;
        init => field = Bounds.Check(value, 1, 200);
    } = 50;

    internal static HistoryOptions Check(HistoryOptions? options)
    {
        if (options is { Before: not null, After: not null })
            throw new ArgumentException($"Before ({options.Before}) and After ({options.After}) are both given; a page goes in one direction.", nameof(options));
        return options ?? new HistoryOptions();
    }
}
