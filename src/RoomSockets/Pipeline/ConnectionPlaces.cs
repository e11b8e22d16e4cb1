namespace RoomSockets;

/// <summary>Owns the places for connections that share a key, a user or an address: how many are taken, and which connection is the oldest.</summary>
internal sealed class ConnectionPlaces(int limit, ConnectionLimitMode mode)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Holder> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<Connection, LinkedListNode<Connection>> _open = [];

    /// <summary>How many keys have a place.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _holders.Count;
        }
    }

    /// <summary>Those who knock and those who say goodbye hold places, too. Where the oldest go, as many again are for them, or few users could fill the server.</summary>
    private int Most => mode == ConnectionLimitMode.Reject ? limit : (int)Math.Min((long)limit + Math.Max(limit, 16), int.MaxValue);

    /// <summary>Takes a place for somebody who knocks. False when there is none.</summary>
    public bool TryTake(string key)
    {
        lock (_gate)
        {
            if (!_holders.TryGetValue(key, out var holder)) _holders.Add(key, holder = new Holder());
            if (holder.Taken >= Most) return false;
            holder.Taken++;
            return true;
        }
    }

    /// <summary>The connection that holds a place is accepted. At no time more than the limit are open: whoever is too many is closed first.</summary>
    public void Settle(string key, Connection connection)
    {
        if (mode == ConnectionLimitMode.Reject) return;
        List<Connection> oldest = [];
        lock (_gate)
        {
            var open = _holders[key].Open ??= [];
            if (open.Count >= limit) ForgetEnded(open);
            for (; open.Count >= limit; open.RemoveFirst())
            {
                oldest.Add(open.First!.Value);
                _open.Remove(open.First.Value);
            }

            _open.Add(connection, open.AddLast(connection));
        }

        // Not under the lock: whoever is told of the end may do anything.
        foreach (var one in oldest) one.Close(CloseReason.TooManyConnections);
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="connection">What held it; null where it was not accepted.</param>
    public void Give(string key, Connection? connection)
    {
        lock (_gate)
        {
            var holder = _holders[key];
            if (connection is not null && _open.Remove(connection, out var place)) holder.Open!.Remove(place);
            if (--holder.Taken == 0) _holders.Remove(key);
        }
    }

    /// <summary>Who says goodbye is not open, and nobody is closed for its sake.</summary>
    private void ForgetEnded(LinkedList<Connection> open)
    {
        for (var place = open.First; place is not null;)
        {
            var next = place.Next;
            if (place.Value.Reason is not null && _open.Remove(place.Value)) open.Remove(place);
            place = next;
        }
    }

    private sealed class Holder
    {
        public int Taken { get; set; }

        /// <summary>From the oldest on; null where nobody asks for that.</summary>
        public LinkedList<Connection>? Open { get; set; }
    }
}
