namespace RoomSockets;

/// <summary>Pages of the alerts of a room, which ascend by offset and by number alike.</summary>
internal static class MemoryPages
{
    public static StoredAlert[] After(ReadOnlySpan<StoredAlert> alerts, long bound, int limit, Func<StoredAlert, long> by)
    {
        var start = bound == long.MaxValue ? alerts.Length : IndexOf(alerts, bound + 1, by);
        return alerts.Slice(start, Math.Min(limit, alerts.Length - start)).ToArray();
    }

    public static StoredAlert[] Before(ReadOnlySpan<StoredAlert> alerts, long bound, int limit, Func<StoredAlert, long> by)
    {
        var end = IndexOf(alerts, bound, by);
        var start = Math.Max(0, end - limit);
        return alerts[start..end].ToArray();
    }

    public static StoredAlert[] Read(ReadOnlySpan<StoredAlert> alerts, AlertQuery query)
    {
        if (query is { After: { } first, Before: null }) return After(alerts, first, query.Limit, static alert => alert.Id);
        var end = IndexOf(alerts, query.Before ?? long.MaxValue, static alert => alert.Id);
        var start = query.After is { } after and < long.MaxValue ? IndexOf(alerts, after + 1, static alert => alert.Id) : 0;
        start = Math.Max(start, end - query.Limit);
        return start < end ? alerts[start..end].ToArray() : [];
    }

    /// <summary>Where the first one lies that is not below the bound.</summary>
    private static int IndexOf(ReadOnlySpan<StoredAlert> alerts, long bound, Func<StoredAlert, long> by)
    {
        var (low, high) = (0, alerts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (by(alerts[middle]) < bound) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
