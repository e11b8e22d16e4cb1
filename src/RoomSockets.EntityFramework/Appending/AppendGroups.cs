using System.Threading.Channels;

namespace RoomSockets.EntityFramework;

/// <summary>Takes what waits in groups that share a transaction: one batch of a room at most, so that none has to see what another one is about to insert.</summary>
internal sealed class AppendGroups(ChannelReader<AppendRequest> waiting)
{
    private const int Alerts = 1000;

    // Whoever appends to one room without waiting for the answers fills this, and then the bounded queue behind it.
    private const int MaxHeld = 1000;

    private readonly Queue<AppendRequest> _held = new();

    /// <summary>Waits for the next group; null when none will come any more.</summary>
    public async ValueTask<IReadOnlyList<AppendRequest>?> NextAsync()
    {
        if (_held.Count == 0 && !await waiting.WaitToReadAsync()) return null;
        // Two nodes that take several rooms take them in the same order, or each would wait for the other.
        var group = new SortedDictionary<string, AppendRequest>(StringComparer.Ordinal);
        var alerts = 0;
        for (var held = _held.Count; held > 0; held--) Take(_held.Dequeue());
        while (alerts < Alerts && _held.Count < MaxHeld && waiting.TryRead(out var request)) Take(request);
        return [.. group.Values];

        void Take(AppendRequest request)
        {
            if (alerts >= Alerts || !group.TryAdd(request.Room, request)) _held.Enqueue(request);
            else alerts += request.Alerts.Count;
        }
    }
}
