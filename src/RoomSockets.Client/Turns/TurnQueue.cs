using System.Diagnostics.CodeAnalysis;

namespace RoomSockets.Client;

/// <summary>
/// Owns the order in which things happen to a client: one at a time, each on the thread that brought it or on the one that is at
/// work already. All state of a client is touched in turns only, so none of it has locks, and a clock that a test holds decides
/// everything. What the application runs comes after the turns, one at a time, too, and holds none of them up.
/// </summary>
internal sealed class TurnQueue
{
    private readonly Lane _turns = new();
    private readonly Lane _calls = new();

    /// <summary>Takes a turn, now or after those before it. Turns must neither throw nor wait.</summary>
    public void Post(Action turn)
    {
        // Whoever takes a turn within a turn leaves the calls to the one that ends the turns.
        if (_turns.Run(turn)) _calls.Run(null);
    }

    /// <summary>Calls the application when the present turn is over. For turns only; the call must not throw.</summary>
    public void Call(Action call) => _calls.Add(call);

    /// <summary>Completes when the turn is over, so that whoever brings many is held back.</summary>
    /// <exception cref="Exception">What the turn throws.</exception>
    public Task PostAsync(Action turn) => AskAsync(() =>
    {
        turn();
        return true;
    });

    /// <summary>Takes a turn and waits for its result. Not for turns.</summary>
    /// <exception cref="Exception">What the turn throws.</exception>
    public T Ask<T>(Func<T> turn) => AskAsync(turn).GetAwaiter().GetResult();

    private Task<T> AskAsync<T>(Func<T> turn)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                result.SetResult(turn());
            }
            catch (Exception failure)
            {
                result.SetException(failure);
            }
        });
        return result.Task;
    }

    /// <summary>Runs what it gets, one after the other; whoever comes while another runs leaves the work to that one.</summary>
    private sealed class Lane
    {
        private readonly Lock _gate = new();
        private readonly Queue<Action> _waiting = [];
        private bool _isBusy;

        public void Add(Action work)
        {
            lock (_gate) _waiting.Enqueue(work);
        }

        /// <summary>Runs what waits; false when another does it already.</summary>
        public bool Run(Action? work)
        {
            lock (_gate)
            {
                if (work is not null) _waiting.Enqueue(work);
                if (_isBusy) return false;
                _isBusy = true;
            }

            try
            {
                while (TryTake(out var next)) next();
                return true;
            }
            catch
            {
                // A fault of ours. It goes where it can be seen, and leaves the others their turns.
                lock (_gate) _isBusy = false;
                throw;
            }
        }

        private bool TryTake([NotNullWhen(true)] out Action? work)
        {
            lock (_gate) return _isBusy = _waiting.TryDequeue(out work);
        }
    }
}
