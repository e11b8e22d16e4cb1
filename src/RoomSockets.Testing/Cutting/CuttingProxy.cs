using System.Net;
using System.Net.Sockets;

namespace RoomSockets.Testing;

/// <summary>
/// Stands between clients and a server on a port of the loopback, and is as bad a network as a test needs: it cuts connections at
/// any moment or byte, delays them, stops without a word, or is not there at all.
/// </summary>
/// <remarks>
/// It knows nothing of what it carries. All members may be called from any thread. For each direction of a connection it holds at
/// most 16 KiB; beyond that the sender waits. It carries at most 1,000 connections; one more is reset at once.
/// </remarks>
public sealed class CuttingProxy : IAsyncDisposable
{
    private const int MaxConnections = 1000;
    private readonly Uri _target;
    private readonly TimeProvider _clock;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<ProxyLink, Task> _links = [];
    private readonly Task _accepting;
    private TaskCompletionSource _open = new();
    private Exception? _planFailure;
    private int _opened;
    private int _cuts;

    private CuttingProxy(Uri target, TimeProvider clock)
    {
        (_target, _clock) = (target, clock);
        _open.SetResult();
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new UriBuilder(target) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndPoint!).Port }.Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>The target's address with the proxy's host and port: give it to the client instead.</summary>
    public Uri Address { get; }

    /// <summary>When each new connection is cut, by its number (from 1): null for a connection that is not cut. Where it throws, the connection is refused, and <see cref="DisposeAsync"/> tells. See <see cref="PlannedCut.Random"/>.</summary>
    /// <value>null: none is cut by itself</value>
    public Func<int, PlannedCut?>? Plan { get; set; }

    /// <summary>How long bytes wait before they are passed on, in both directions; no more than 16 KiB wait at a time. Zero or more.</summary>
    /// <value>zero</value>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether new connections are reset at once, as where no server listens.</summary>
    /// <value>false</value>
    public bool IsRefusing { get; set; }

    /// <summary>How many connections are open.</summary>
    public int Connections
    {
        get
        {
            lock (_gate) return _links.Count;
        }
    }

    /// <summary>How many connections there have been, those that were refused left out.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>How many connections have been cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Starts a proxy.</summary>
    /// <param name="target">The server: its host and port count, and its scheme and path come back in <see cref="Address"/>.</param>
    /// <param name="clock">The clock of <see cref="Delay"/>; the system's by default.</param>
    public static CuttingProxy Start(Uri target, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new CuttingProxy(target, clock ?? TimeProvider.System);
    }

    /// <summary>Cuts all open connections now.</summary>
    /// <param name="kind">How.</param>
    /// <returns>How many were cut.</returns>
    public int Cut(CutKind kind = CutKind.Reset) => OpenLinks().Count(link => Cut(link, kind));

    /// <summary>Cuts each open connection when so many more bytes have passed through it. It takes the place of what was planned for it.</summary>
    /// <param name="cut">When and how.</param>
    public void CutAfter(PlannedCut cut)
    {
        ArgumentNullException.ThrowIfNull(cut);
        foreach (var link in OpenLinks()) link.Budget.Set(cut);
    }

    /// <summary>Passes no more bytes on, and tells nobody: connections stay open and silent, as when a network cable is drawn.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            if (_open.Task.IsCompleted) _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Passes on what waited since <see cref="Pause"/>, and what comes.</summary>
    public void Resume()
    {
        lock (_gate) _open.TrySetResult();
    }

    /// <summary>Cuts what is open and listens no more.</summary>
    /// <exception cref="InvalidOperationException">A plan threw; its connection was refused.</exception>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Cut();
        Task[] running;
        lock (_gate) running = [.. _links.Values];
        await Task.WhenAll(running);
        _stopped.Dispose();
        if (_planFailure is { } failure) throw new InvalidOperationException($"{nameof(Plan)} failed: {failure.Message}", failure);
    }

    internal bool Cut(ProxyLink link, CutKind kind)
    {
        if (!link.Cut(kind)) return false;
        Interlocked.Increment(ref _cuts);
        return true;
    }

    /// <summary>Keeps bytes back as long as they are to be kept, or until the link is cut.</summary>
    internal async ValueTask HoldAsync(Task cut)
    {
        if (Delay > TimeSpan.Zero) await Task.WhenAny(Task.Delay(Delay, _clock), cut);
        Task open;
        lock (_gate) open = _open.Task;
        if (!open.IsCompleted) await Task.WhenAny(open, cut);
    }

    private ProxyLink[] OpenLinks()
    {
        lock (_gate) return [.. _links.Keys];
    }

    private async Task AcceptAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptAsync(_stopped.Token);
                if (IsRefusing || Connections >= MaxConnections) Refuse(client);
                else await LinkAsync(client);
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Disposed, or a client that went away before it was here.
            }
        }
    }

    private async Task LinkAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            client.NoDelay = true;
            await server.ConnectAsync(_target.Host, _target.Port, _stopped.Token);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            server.Dispose();
            Refuse(client);
            return;
        }

        var link = new ProxyLink(this, client, server);
        try
        {
            if (Plan?.Invoke(_opened + 1) is { } cut) link.Budget.Set(cut);
        }
        catch (Exception failure)
        {
            _planFailure ??= failure;
            server.Dispose();
            Refuse(client);
            return;
        }

        // Entered before it runs and before it is counted: who has seen it counted can cut it.
        lock (_gate) _links[link] = Task.CompletedTask;
        Interlocked.Increment(ref _opened);
        var running = RunAsync(link);
        lock (_gate)
        {
            if (_links.ContainsKey(link)) _links[link] = running;
        }
    }

    private async Task RunAsync(ProxyLink link)
    {
        await link.RunAsync();
        lock (_gate) _links.Remove(link);
    }

    private static void Refuse(Socket client)
    {
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();
    }
}
