namespace RoomSockets;

/// <summary>Reads a page in parts, and ends it early where its texts are long: a thousand messages of the largest size would be a hundred megabytes.</summary>
internal static class AlertPages
{
    private const int Part = 100;
    private const int MaxCharacters = 1024 * 1024;

    /// <returns>The page, ascending, and whether there may be more behind it.</returns>
    public static async ValueTask<(IReadOnlyList<StoredAlert> Page, bool IsFull)> ReadAsync(IRoomStore rooms, AlertQuery query, CancellationToken cancellationToken)
    {
        var isForward = query is { After: not null, Before: null };
        var page = new List<StoredAlert>();
        for (var characters = 0; page.Count < query.Limit && characters < MaxCharacters;)
        {
            var asked = query with { Limit = Math.Min(Part, query.Limit - page.Count) };
            if (page.Count > 0) asked = isForward ? asked with { After = page[^1].Id } : asked with { Before = page[0].Id };
            var part = await rooms.ReadAlertsAsync(asked, cancellationToken);
            page.InsertRange(isForward ? page.Count : 0, part);
            characters += part.Sum(static alert => alert.Content.Length);
            if (part.Count < asked.Limit) return (page, false);
        }

        return (page, true);
    }
}
