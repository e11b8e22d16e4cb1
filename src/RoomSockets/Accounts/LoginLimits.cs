using System.Net;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>
/// Slows down who guesses passwords. What is limited is a name from an address, and an address; a name alone is only slowed, or
/// anybody could lock anybody out. Names count alike whether there is such a user or not.
/// </summary>
internal sealed class LoginLimits(IOptions<AccountOptions> options, TimeProvider time)
{
    private const int FailuresBeforeSlow = 10;
    private const int MaxSlowed = 1000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly RecentCounts _pairs = new(options.Value.MaxFailuresPerNameAndAddress, Window, time);
    private readonly RecentCounts _addresses = new(options.Value.MaxFailuresPerAddress, Window, time);
    private readonly RecentCounts _names = new(options.Value.MaxFailuresPerNameAndAddress == 0 ? 0 : FailuresBeforeSlow, Window, time);
    private readonly RecentCounts _registrations = new(options.Value.MaxRegistrationsPerAddress, Window, time);
    private int _slowed;

    /// <summary>Counts the try as failed, so that many at once do not slip through; waits where the name was tried too often.</summary>
    /// <returns>Null when it may go on, else why not.</returns>
    public async ValueTask<AccountRefusal?> BeginAsync(string name, IPAddress? address, CancellationToken cancellationToken)
    {
        var wait = Count(name, address, out var isSlow);
        if (wait > TimeSpan.Zero) return new AccountRefusal(429, "too_many_attempts", "Too many failed attempts. Try again later.", wait);
        if (isSlow) await SlowDownAsync(cancellationToken);
        return null;
    }

    /// <summary>Counts a registration.</summary>
    /// <returns>Null when it may go on, else why not.</returns>
    public AccountRefusal? Register(IPAddress? address)
    {
        var wait = _registrations.TryAdd(ClientNetwork.Of(address));
        return wait > TimeSpan.Zero ? new AccountRefusal(429, "too_many_registrations", "Too many registered from here. Try again later.", wait) : null;
    }

    /// <summary>The password was right, or was never looked at.</summary>
    public void TakeBack(string name, IPAddress? address, bool wasRight)
    {
        var (pair, from) = KeysOf(name, address);
        if (wasRight) _pairs.Clear(pair);
        else _pairs.TakeBack(pair);
        _addresses.TakeBack(from);
        _names.TakeBack(name);
    }

    /// <summary>How long to wait for a place; where it is zero the try has taken one.</summary>
    private TimeSpan Count(string name, IPAddress? address, out bool isSlow)
    {
        var (pair, from) = KeysOf(name, address);
        // Asking and taking are one step, or several at once would find the same place free.
        lock (_gate)
        {
            isSlow = _names.WaitFor(name) > TimeSpan.Zero;
            var wait = Longer(_pairs.WaitFor(pair), _addresses.WaitFor(from));
            if (wait > TimeSpan.Zero) return wait;
            _pairs.Add(pair);
            _addresses.Add(from);
            _names.Add(name);
            return TimeSpan.Zero;
        }
    }

    private async ValueTask SlowDownAsync(CancellationToken cancellationToken)
    {
        // Waiting costs memory. Beyond this many the queue of the hashes is what slows.
        if (Interlocked.Increment(ref _slowed) <= MaxSlowed) await WaitAsync(cancellationToken);
        else Interlocked.Decrement(ref _slowed);
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Slow, time, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _slowed);
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static (string Pair, string Address) KeysOf(string name, IPAddress? address)
    {
        var from = ClientNetwork.Of(address);
        return ($"{from} {name}", from);
    }
}
