using System.Net.WebSockets;
using System.Text;

namespace RoomSockets.FunctionalTests;

/// <summary>The framework's own client, with patience built in.</summary>
internal sealed class TestClient(ClientWebSocket socket) : IAsyncDisposable
{
    public ClientWebSocket Socket { get; } = socket;

    public Task SendAsync(string text) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(TestApp.Patience);

    public Task SendAsync(byte[] bytes) =>
        Socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None).WaitAsync(TestApp.Patience);

    /// <summary>The next message as text. A close frame instead of it fails the test.</summary>
    public async Task<string> ReceiveAsync()
    {
        var (type, bytes) = await ReceiveAnyAsync();
        type.Should().Be(WebSocketMessageType.Text, "the close status is {0} {1}", Socket.CloseStatus, Socket.CloseStatusDescription);
        return Encoding.UTF8.GetString(bytes);
    }

    public async Task<byte[]> ReceiveBinaryAsync()
    {
        var (type, bytes) = await ReceiveAnyAsync();
        type.Should().Be(WebSocketMessageType.Binary);
        return bytes;
    }

    /// <summary>The next thing must be the server's close frame; it is answered.</summary>
    public async Task<(int? Code, string? Reason)> ReceiveCloseAsync()
    {
        var (type, bytes) = await ReceiveAnyAsync();
        type.Should().Be(WebSocketMessageType.Close, "got '{0}' instead", Encoding.UTF8.GetString(bytes));
        if (Socket.State == WebSocketState.CloseReceived) await AnswerCloseAsync();
        return ((int?)Socket.CloseStatus, Socket.CloseStatusDescription);
    }

    /// <summary>The server waits for the answer for a second; a test that was held up longer by a busy machine comes too late with it, which is no fault.</summary>
    private async Task AnswerCloseAsync()
    {
        try
        {
            await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(TestApp.Patience);
        }
        catch (WebSocketException)
        {
            // What was asked for, the server's own close frame, is here.
        }
    }

    public Task CloseAsync() => Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).WaitAsync(TestApp.Patience);

    public async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAnyAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var result = await Socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(TestApp.Patience);
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage) return (result.MessageType, message.ToArray());
        }
    }

    /// <summary>Vanishes without a close frame.</summary>
    public void Abort() => Socket.Abort();

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
