namespace RoomSockets.EntityFramework;

/// <summary>Tries again what failed for a moment, and says in one way that the database is away.</summary>
internal sealed class Attempts(TimeProvider time)
{
    // About 0.3 s in all: senders wait, and what lasts longer is told them rather than waited for.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(200)];

    /// <param name="what">For the message, as in "The database could not {what}".</param>
    /// <param name="operation">May run several times: it leaves nothing behind when it fails, or finds what it left.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The database failed, and trying again did not help.</exception>
    public async ValueTask<T> RunAsync<T>(string what, Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await operation(cancellationToken);
            }
            catch (ObjectDisposedException error)
            {
                throw new StoreUnavailableException($"The database could not {what}: the host is shutting down.", error);
            }
            catch (Exception error) when (error is not OperationCanceledException && Faults.IsOfDatabase(error))
            {
                if (attempt == Pauses.Length || !Faults.IsTransient(error))
                    throw new StoreUnavailableException($"The database could not {what}: {(Faults.Find(error) ?? error).Message}", error);
            }

            await Task.Delay(Pauses[attempt], time, cancellationToken);
        }
    }
}
