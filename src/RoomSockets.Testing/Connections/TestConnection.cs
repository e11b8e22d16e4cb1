using System.Net.WebSockets;
using System.Text;

namespace RoomSockets.Testing;

/// <summary>
/// A bare connection to a host: it sends what a test says and keeps what comes until the test takes it. It answers pings by itself,
/// has patience built in, and does not come back when it is lost.
/// </summary>
/// <remarks>One at a time may wait for messages. A connection that nobody reads from holds 10,000 messages; more wait in the network.</remarks>
public sealed class TestConnection : IAsyncDisposable
{
    private const string V1 = "roomsockets.v1.json";
    private readonly ClientWebSocket _socket;
    private readonly TestConnectionOptions _options;
    private readonly TestInbox _inbox;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reading;

    private TestConnection(ClientWebSocket socket, TestConnectionOptions options)
    {
        (_socket, _options, _inbox) = (socket, options, new TestInbox(socket));
        _reading = _inbox.RunAsync(_ended.Token);
    }

    /// <summary>The sub-protocol that the server chose; null for none.</summary>
    public string? SubProtocol => _socket.SubProtocol;

    /// <summary>The close code, once the connection has ended (see <see cref="TestClose.Code"/>); null before.</summary>
    public int? CloseCode => _inbox.Close.IsCompletedSuccessfully ? _inbox.Close.Result.Code : null;

    /// <summary>Opens a connection, for instance through a <see cref="CuttingProxy"/>; to a host of your own see <see cref="RoomSocketsTestHost"/>.</summary>
    /// <param name="uri">The endpoint: <c>ws</c> or <c>wss</c>.</param>
    /// <param name="options">Token, sub-protocol, patience.</param>
    /// <exception cref="HandshakeRefusedException">The server refused over HTTP.</exception>
    /// <exception cref="WebSocketException">There was no server, or the connection was lost.</exception>
    /// <exception cref="TimeoutException">The server did not answer within <see cref="TestConnectionOptions.Patience"/>.</exception>
    public static async Task<TestConnection> OpenAsync(Uri uri, TestConnectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        options ??= new TestConnectionOptions();
        var socket = new ClientWebSocket();
        if (options.V1) socket.Options.AddSubProtocol(V1);
        if (options.Token is { } token) socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        options.Configure?.Invoke(socket.Options);
        var reader = new RefusalReader();
        try
        {
            using var invoker = new HttpMessageInvoker(reader);
            await socket.ConnectAsync(uri, invoker, CancellationToken.None).WaitAsync(options.Patience);
            return new TestConnection(socket, options);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (failure is WebSocketException refused && reader.Explain(refused) is HandshakeRefusedException refusal) throw refusal;
            throw;
        }
    }

    /// <summary>Sends a text: the message itself in a raw connection, a frame of JSON in one that speaks v1.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="WebSocketException">The connection has ended.</exception>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    /// <summary>Sends a binary message.</summary>
    /// <param name="data">Its bytes.</param>
    /// <exception cref="WebSocketException">The connection has ended.</exception>
    public Task SendAsync(ReadOnlyMemory<byte> data) => SendAsync(data, WebSocketMessageType.Binary);

    /// <summary>Takes the next message, whatever it is.</summary>
    /// <exception cref="ExpectationFailedException">None came in time, or the connection ended.</exception>
    public Task<TestMessage> ReceiveAsync() => ExpectAsync(static _ => true, "a message");

    /// <summary>Takes messages until one is as expected, and drops those before it.</summary>
    /// <param name="isExpected">Whether it is the one.</param>
    /// <exception cref="ExpectationFailedException">It did not come in time, or the connection ended. The message has what came instead.</exception>
    public Task<TestMessage> ExpectAsync(Func<TestMessage, bool> isExpected) => ExpectAsync(isExpected, "a message as described");

    /// <summary>Takes messages until one has this text, and drops those before it.</summary>
    /// <param name="text">The whole text.</param>
    /// <exception cref="ExpectationFailedException">It did not come in time, or the connection ended. The message has what came instead.</exception>
    public Task<TestMessage> ExpectTextAsync(string text) => ExpectAsync(message => !message.IsBinary && message.Text == text, $"the text '{text}'");

    /// <summary>Takes messages until one is a frame of this type, and drops those before it.</summary>
    /// <param name="type">A type of <c>roomsockets.v1.json</c>: <c>welcome</c>, <c>joined</c>, <c>message</c>, <c>ack</c>, <c>error</c>, …</param>
    /// <exception cref="ExpectationFailedException">It did not come in time, or the connection ended. The message has what came instead.</exception>
    public Task<TestMessage> ExpectTypeAsync(string type) => ExpectAsync(message => message.Type == type, $"a frame of type '{type}'");

    /// <summary>Waits until the server has ended the connection. Messages that came before stay to be taken.</summary>
    /// <exception cref="ExpectationFailedException">It did not do so in time.</exception>
    public async Task<TestClose> ExpectCloseAsync()
    {
        try
        {
            return await _inbox.Close.WaitAsync(_options.Patience);
        }
        catch (TimeoutException)
        {
            throw new ExpectationFailedException($"The server did not close the connection within {_options.Patience}.{_options.Explain()}");
        }
    }

    /// <summary>Says goodbye with a close frame and waits for the server's answer.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">The reason, at most 123 bytes; null for none.</param>
    /// <exception cref="ExpectationFailedException">The server did not answer in time.</exception>
    public async Task<TestClose> CloseAsync(int code = 1000, string? reason = null)
    {
        await _socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None).WaitAsync(_options.Patience);
        return await ExpectCloseAsync();
    }

    /// <summary>Vanishes without a close frame, as a lost network does.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>Ends the connection if it is open, without waiting for the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _socket.Abort();
        await _reading.WaitAsync(_options.Patience);
        _socket.Dispose();
        _ended.Dispose();
    }

    private Task SendAsync(ReadOnlyMemory<byte> data, WebSocketMessageType type) =>
        _socket.SendAsync(data, type, endOfMessage: true, CancellationToken.None).AsTask().WaitAsync(_options.Patience);

    private async Task<TestMessage> ExpectAsync(Func<TestMessage, bool> isExpected, string expectation)
    {
        ArgumentNullException.ThrowIfNull(isExpected);
        var others = new List<TestMessage>();
        using var patience = new CancellationTokenSource(_options.Patience);
        try
        {
            while (await _inbox.Messages.WaitToReadAsync(patience.Token))
            {
                if (!_inbox.Messages.TryRead(out var message)) continue;
                if (isExpected(message)) return message;
                others.Add(message);
            }
        }
        catch (OperationCanceledException)
        {
            throw Fail($"did not come within {_options.Patience}");
        }

        var close = await _inbox.Close;
        throw Fail($"cannot come any more, the connection ended with {close.Code} '{close.Reason}'");

        ExpectationFailedException Fail(string what) => new($"It was expected, but {expectation} {what}. {Sightings.Describe(others)}{_options.Explain()}");
    }
}
