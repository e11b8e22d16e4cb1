namespace RoomSockets;

/// <summary>Owns who is in one room. Joins and leaves are cheap; the array for a delivery is made anew only after one of them.</summary>
internal sealed class Members
{
    private readonly Lock _gate = new();
    private readonly HashSet<Connection> _set = [];
    private Connection[] _snapshot = [];
    private int _deflating;
    private bool _stale;
    private bool _retired;

    public int Count
    {
        get
        {
            lock (_gate) return _set.Count;
        }
    }

    /// <summary>Null when the room is retired: the caller takes a new one. False when it is a member already.</summary>
    public bool? Add(Connection connection)
    {
        lock (_gate)
        {
            if (_retired) return null;
            if (!_set.Add(connection)) return false;
            if (connection.Deflates) _deflating++;
            _stale = true;
            return true;
        }
    }

    /// <summary>Removes a member.</summary>
    /// <param name="connection">The member.</param>
    /// <param name="isEmpty">Whether it was the last one.</param>
    public bool Remove(Connection connection, out bool isEmpty)
    {
        lock (_gate)
        {
            var removed = _set.Remove(connection);
            isEmpty = removed && _set.Count == 0;
            if (removed && connection.Deflates) _deflating--;
            _stale |= removed;
            // An empty room stays for a while; it must not keep its last members alive.
            if (isEmpty) (_snapshot, _stale) = ([], false);
            return removed;
        }
    }

    /// <summary>The members at this moment. The array is never changed.</summary>
    public Connection[] Snapshot() => Snapshot(out _);

    /// <summary>The members at this moment, and whether any of them is sent deflated messages.</summary>
    public Connection[] Snapshot(out bool anyDeflates)
    {
        lock (_gate)
        {
            anyDeflates = _deflating > 0;
            if (_stale) (_snapshot, _stale) = ([.. _set], false);
            return _snapshot;
        }
    }

    /// <summary>Takes the room out of service if nobody is in it.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_set.Count > 0) return false;
            _retired = true;
            return true;
        }
    }
}
