namespace RoomSockets;

/// <summary>Owns the questions about tokens of open connections: who is due waits in line, and a few are asked about at once.</summary>
internal sealed class Revalidation(ConnectionServices connections, RoomSocketsMetrics metrics)
{
    /// <summary>However many connections there are: whoever answers has others to serve.</summary>
    public const int AtOnce = 16;

    private readonly Lock _gate = new();
    private readonly Queue<TokenWatch> _line = new();
    private int _busy;

    /// <summary>Whether nobody stands in line and nobody is asked about.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return _busy == 0 && _line.Count == 0;
        }
    }

    /// <summary>Looks after a connection from now on; to be disposed of at its end. Null where there is nothing to ask.</summary>
    public TokenWatch? Watch(DirectoryEntry entry, PipelineServices services, TokenRefresh refresh)
    {
        if (!refresh.IsKept) return null;
        var watch = new TokenWatch(this, connections, entry.Connection.Options.RevalidateEvery, new TokenReview(entry, services, refresh), refresh);
        watch.Begin();
        return watch;
    }

    /// <summary>Somebody is due. Never waits, for the wheel calls it.</summary>
    public void Enqueue(TokenWatch watch)
    {
        lock (_gate)
        {
            _line.Enqueue(watch);
            if (_busy == AtOnce) return;
            _busy++;
        }

        _ = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        while (TakeNext() is { } watch) metrics.Revalidated(await watch.AskAsync());
    }

    private TokenWatch? TakeNext()
    {
        lock (_gate)
        {
            if (_line.TryDequeue(out var next)) return next;
            _busy--;
            return null;
        }
    }
}
