using System.Net.WebSockets;
using System.Text.Json;
using RoomSockets.Tests;

namespace RoomSockets.Client.Tests;

/// <summary>A client, its clock, and the test in the server's place. Jitter is 0.5 of its bound.</summary>
internal sealed class Script : IAsyncDisposable
{
    public const string Welcome = """{"type":"welcome","v":1,"connection":"c_1","user":{"id":"42","name":"Ann"},"limits":{"maxBytes":65536,"rooms":100}}""";

    private TaskCompletionSource<WebSocket>? _attempt;

    public Script(Action<RoomSocketsClientOptions>? configure = null)
    {
        Client = new RoomSocketsClient(new Uri("ws://chat.example/ws"), options =>
        {
            options.Clock = Clock;
            options.Jitter = () => 0.5;
            options.OpenSocket = OpenSocketAsync;
            configure?.Invoke(options);
        });
        Client.StateChanged += (_, state) => States.Add(state);
        Client.ErrorReceived += (_, error) => Errors.Add(error);
    }

    public FakeClock Clock { get; } = new();

    public RoomSocketsClient Client { get; }

    public List<ClientState> States { get; } = [];

    public List<RoomSocketsException> Errors { get; } = [];

    /// <summary>What the newest socket offers.</summary>
    public IReadOnlyList<string> SubProtocols { get; private set; } = [];

    public int Attempts { get; private set; }

    /// <summary>The newest socket that opened.</summary>
    public ScriptedSocket Socket { get; private set; } = new();

    public bool IsConnecting => _attempt is { Task.IsCompleted: false };

    /// <summary>Connects, is welcomed, and joins a room that has three messages.</summary>
    public static async Task<(Script Script, ClientRoom Room)> InLobbyAsync(Action<RoomSocketsClientOptions>? configure = null, JoinOptions? join = null)
    {
        var script = new Script(configure);
        await script.ConnectAsync();
        return (script, await script.JoinAsync("lobby", join));
    }

    public async Task ConnectAsync(string welcome = Welcome)
    {
        var connected = Client.ConnectAsync();
        await OpenAsync(welcome);
        await connected.WaitAsync(ScriptedSocket.Patience);
    }

    public async Task<ClientRoom> JoinAsync(string name, JoinOptions? options = null)
    {
        var room = Client.Join(name, options);
        var id = Sent("join").GetProperty("id").GetInt64();
        await ReceiveAsync($$"""{"type":"joined","id":{{id}},"room":"{{name}}","offset":3,"epoch":"x7"}""");
        return room;
    }

    /// <summary>The socket that the client waits for opens, and the server says welcome.</summary>
    public async Task OpenAsync(string? welcome = Welcome)
    {
        IsConnecting.Should().BeTrue("the client opens a socket");
        Socket = new ScriptedSocket();
        Settle(() => _attempt!.SetResult(Socket));
        await Socket.ReadyAsync();
        if (welcome is not null) await ReceiveAsync(welcome);
    }

    /// <summary>The socket that the client waits for does not open.</summary>
    public void Refuse(Exception? reason = null)
    {
        IsConnecting.Should().BeTrue("the client opens a socket");
        Settle(() => _attempt!.SetException(reason ?? new WebSocketException("refused")));
    }

    public Task ReceiveAsync(string frame) => Socket.ReceiveAsync(frame);

    public Task ReceiveMessageAsync(long offset, string data, string room = "lobby") => ReceiveAsync(
        $$$"""{"type":"message","room":"{{{room}}}","offset":{{{offset}}},"from":{"id":"7","name":"Bob"},"data":"{{{data}}}","at":"2026-11-20T12:00:00.000Z"}""");

    public Task CutAsync() => Socket.CloseByServerAsync(1006);

    /// <summary>Cuts the connection and gives the client another one.</summary>
    public async Task ReconnectAsync()
    {
        await CutAsync();
        Advance(250);
        await OpenAsync();
    }

    public void Advance(double milliseconds) => Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The next frame that the client sent, which must be of this type.</summary>
    public JsonElement Sent(string type)
    {
        var frame = Socket.TakeSent();
        frame.Should().NotBeNull($"a {type} is expected");
        frame!.Value.GetProperty("type").GetString().Should().Be(type);
        return frame.Value;
    }

    public void NothingSent() => Socket.TakeSent().Should().BeNull();

    /// <summary>Without the context that the test framework sets, what waits goes on at once, on this thread.</summary>
    public static void Settle(Action action)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public async ValueTask DisposeAsync() => await Client.DisposeAsync().AsTask().WaitAsync(ScriptedSocket.Patience);

    private ValueTask<WebSocket> OpenSocketAsync(SocketRequest request, CancellationToken cancellationToken)
    {
        Attempts++;
        SubProtocols = request.SubProtocols;
        var attempt = _attempt = new TaskCompletionSource<WebSocket>();
        cancellationToken.Register(() => attempt.TrySetCanceled(cancellationToken));
        return new ValueTask<WebSocket>(attempt.Task);
    }
}
