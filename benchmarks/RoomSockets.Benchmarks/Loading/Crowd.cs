using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns all connections of a load process and the one thread that serves them.</summary>
internal sealed class Crowd : IDisposable
{
    private const int AtOnce = 64;
    private const int PerAddress = 20_000;
    private const uint Loopback = 0x7F000001;
    private readonly Uri _host;
    private readonly Dialect _dialect;
    private readonly Reception _reception;
    private readonly List<Client> _clients = [];
    private readonly byte[]? _clientPing;
    private int _pending;
    private long _lastPing = Stopwatch.GetTimestamp();

    public Crowd(LoadPlan plan, Dialect dialect, IListener listener)
    {
        (_host, _dialect, Listener) = (new Uri(plan.Url), dialect, listener);
        _reception = new Reception(this, dialect, plan.Bytes);
        _clientPing = dialect.ClientPing is null ? null : ClientFrames.Text(dialect.ClientPing);
    }

    public EventLoop Loop { get; } = new();

    public IListener Listener { get; set; }

    /// <summary>What has come from the server so far.</summary>
    public long Received => _reception.Bytes;

    public IReadOnlyList<Client> Clients => _clients;

    /// <summary>Opens that many connections, a few at a time, and returns when all are ready.</summary>
    public void Open(int count, Func<int, string> path, Func<int, int> room)
    {
        var patience = new Patience(TimeSpan.FromSeconds(120), $"{count} connections were not open");
        for (var i = 0; i < count || _pending > 0;)
        {
            if (i < count && _pending < AtOnce) Open(path(i), room(i++));
            else Pump(100);
            patience.Check();
        }
    }

    /// <summary>Begins one connection.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="room">The number of its room.</param>
    /// <param name="receiveBuffer">The kernel's buffer; 0 leaves it as it is.</param>
    public Client Open(string path, int room, int receiveBuffer = 0)
    {
        var socket = Native.OpenSocket();
        Native.SetOption(socket, level: 6, name: 1, value: 1); // TCP_NODELAY
        if (receiveBuffer > 0) Native.SetOption(socket, level: 1, name: 8, receiveBuffer); // SO_RCVBUF
        var client = new Client(this, _clients.Count, room, socket, ClientFrames.Handshake(_host, path, _dialect.SubProtocol));
        // An address has some 28,000 ports for connections to one server.
        var concurrent = room >= 0 ? _clients.Count : 0;
        if (concurrent >= PerAddress)
        {
            Native.SetOption(socket, level: 0, name: 24, value: 1); // IP_BIND_ADDRESS_NO_PORT
            Native.Bind(socket, Loopback + (uint)(concurrent / PerAddress));
        }

        _clients.Add(client);
        _pending++;
        Native.Connect(socket, Loopback, (ushort)_host.Port);
        Loop.Add(socket, client.Index, Native.Out);
        return client;
    }

    /// <summary>Serves what is ready; waits for it up to that time.</summary>
    public void Pump(int milliseconds)
    {
        var count = Loop.Wait(milliseconds);
        for (var i = 0; i < count; i++)
        {
            var (token, events) = Loop[i];
            var client = _clients[token];
            if (client.State == ClientState.Ended) continue;
            if ((events & Native.Out) != 0) client.OnWritable();
            if (client.State > ClientState.Connecting && client.State < ClientState.Ended && (events & ~Native.Out) != 0) _reception.Receive(client);
            else if ((events & (Native.Error | Native.HangUp)) != 0) End(client);
        }

        if (_clientPing is not null && Stopwatch.GetElapsedTime(_lastPing).TotalSeconds >= 10) Ping(_clientPing);
    }

    public void Greet(Client client)
    {
        client.State = ClientState.Greeting;
        if (_dialect.Greeting is not null) client.Send(ClientFrames.Text(_dialect.Greeting));
        if (_dialect.ReadyPrefix is null) BeReady(client);
    }

    public void BeReady(Client client)
    {
        client.State = ClientState.Ready;
        _pending--;
        Listener.OnReady(client);
    }

    public void End(Client client)
    {
        if (client.State == ClientState.Ended) return;
        if (client.State < ClientState.Ready) _pending--;
        client.State = ClientState.Ended;
        Loop.Remove(client.Socket);
        _ = Native.Close(client.Socket);
        Listener.OnEnded(client);
    }

    public void Dispose()
    {
        Listener = new Nobody();
        foreach (var client in _clients) End(client);
        _reception.Dispose();
        Loop.Dispose();
    }

    private void Ping(byte[] ping)
    {
        _lastPing = Stopwatch.GetTimestamp();
        foreach (var client in _clients)
            if (client.State == ClientState.Ready) client.Send(ping);
    }

    private sealed class Nobody : IListener;
}
