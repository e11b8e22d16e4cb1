using System.Net;
using System.Runtime.InteropServices;
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
    private readonly Dictionary<string, int> _byNetwork = new(StringComparer.Ordinal);
    private int _inside;

    /// <param name="password">What was typed.</param>
    /// <param name="address">Who typed it: nobody gets more than a quarter of the places.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<AccountAnswer<string>> HashAsync(string password, IPAddress? address, CancellationToken cancellationToken) =>
        await RunAsync(() => hasher.Hash(password), address, cancellationToken);

    /// <param name="password">What was typed.</param>
    /// <param name="hash">What the store has; null for a user who is not there, which takes just as long and is never right.</param>
    /// <param name="address">Who typed it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<AccountAnswer<PasswordCheck>> VerifyAsync(string password, string? hash, IPAddress? address, CancellationToken cancellationToken)
    {
        var known = hash ?? await DummyAsync();
        return await RunAsync(
            () =>
            {
                var isRight = hasher.Verify(password, known, out var needsRehash);
                return new PasswordCheck(isRight && hash is not null, needsRehash);
            },
            address,
            cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask<AccountAnswer<T>> RunAsync<T>(Func<T> work, IPAddress? address, CancellationToken cancellationToken)
        where T : class
    {
        var network = ClientNetwork.Of(address);
        if (!TryEnter(network)) return new AccountRefusal(429, "busy", "Too many sign in at this moment. Try again soon.", Busy);

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
            Leave(network);
        }
    }

    private bool TryEnter(string network)
    {
        var places = _places + options.Value.MaxWaitingHashes;
        lock (_gate)
        {
            var own = _byNetwork.GetValueOrDefault(network);
            if (_inside >= places || own >= Math.Max(_places, places / 4)) return false;
            _inside++;
            _byNetwork[network] = own + 1;
            return true;
        }
    }

    private void Leave(string network)
    {
        lock (_gate)
        {
            _inside--;
            if (--CollectionsMarshal.GetValueRefOrNullRef(_byNetwork, network) == 0) _byNetwork.Remove(network);
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
