using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>
/// Hashes passwords a few at a time, on threads of their own: a hash takes a tenth of a second of a core, and many of them must
/// starve neither the thread pool nor those who talk.
/// </summary>
internal sealed class PasswordHashing(IPasswordHasher hasher, IOptions<AccountOptions> options) : IDisposable
{
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(2);

    private readonly int _places = Math.Max(1, Environment.ProcessorCount / 2);
    private readonly SemaphoreSlim _turn = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lock _gate = new();
    private Task<string>? _dummy;
    private int _inside;

    public async ValueTask<AccountAnswer<string>> HashAsync(string password, CancellationToken cancellationToken) =>
        await RunAsync(() => hasher.Hash(password), cancellationToken);

    /// <param name="password">What was typed.</param>
    /// <param name="hash">What the store has; null for a user who is not there, which takes just as long and is never right.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<AccountAnswer<PasswordCheck>> VerifyAsync(string password, string? hash, CancellationToken cancellationToken)
    {
        var known = hash ?? await DummyAsync();
        return await RunAsync(
            () =>
            {
                var isRight = hasher.Verify(password, known, out var needsRehash);
                return new PasswordCheck(isRight && hash is not null, needsRehash);
            },
            cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask<AccountAnswer<T>> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
        where T : class
    {
        if (Interlocked.Increment(ref _inside) > _places + options.Value.MaxWaitingHashes)
        {
            Interlocked.Decrement(ref _inside);
            return new AccountRefusal(429, "busy", "Too many sign in at this moment. Try again soon.", Busy);
        }

        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <summary>A hash that nobody has, made with the effort of today's.</summary>
    private Task<string> DummyAsync()
    {
        // One that failed is not kept: an error for unknown names alone would tell them apart for ever.
        lock (_gate) return _dummy is { IsFaulted: false } known ? known : _dummy = Task.Factory.StartNew(() => hasher.Hash(Guid.NewGuid().ToString("N")), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}

/// <summary>What came of checking a password.</summary>
/// <param name="IsRight">Whether it is the user's.</param>
/// <param name="NeedsRehash">Whether its hash should be made anew.</param>
internal sealed record PasswordCheck(bool IsRight, bool NeedsRehash);
