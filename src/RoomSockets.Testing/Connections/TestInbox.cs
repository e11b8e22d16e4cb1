using System.Net.WebSockets;
using System.Threading.Channels;

namespace RoomSockets.Testing;

/// <summary>Owns the reading of a socket, so that pings are answered while a test does something else. Keeps what came until it is taken.</summary>
internal sealed class TestInbox(WebSocket socket)
{
    private const int NoCode = 1005;
    private const int Abnormal = 1006;

    /// <summary>More than this stays in the network, as with any reader that is slow.</summary>
    private const int MaxMessages = 10_000;

    private readonly Channel<TestMessage> _messages = Channel.CreateBounded<TestMessage>(new BoundedChannelOptions(MaxMessages) { SingleWriter = true });
    private readonly TaskCompletionSource<TestClose> _close = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChannelReader<TestMessage> Messages => _messages.Reader;

    /// <summary>Completes when the connection has ended, whoever ended it.</summary>
    public Task<TestClose> Close => _close.Task;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var close = new TestClose(Abnormal, string.Empty);
        try
        {
            while (await ReceiveAsync(cancellationToken) is { } message) await _messages.Writer.WriteAsync(message, cancellationToken);
            close = new TestClose((int?)socket.CloseStatus ?? NoCode, socket.CloseStatusDescription ?? string.Empty);
            if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // However it ended, the test learns of it by the code.
        }

        _close.TrySetResult(close);
        _messages.Writer.TryComplete();
    }

    /// <returns>Null for a close frame.</returns>
    private async Task<TestMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return new TestMessage(message.ToArray(), part.MessageType == WebSocketMessageType.Binary);
        }
    }
}
