using System.Buffers;
using System.Net.WebSockets;

namespace RoomSockets.Client;

/// <summary>Whom a connection tells what arrives, in turns.</summary>
internal interface IConnectionOwner
{
    /// <summary>A whole text message arrived; the bytes are valid until this returns.</summary>
    void OnFrame(ClientConnection connection, ReadOnlySpan<byte> utf8);

    /// <summary>Nothing more will arrive. Called once.</summary>
    void OnEnded(ClientConnection connection, ConnectionEnd end);
}

/// <summary>Owns one open socket: sends frames in their order, hands over what arrives, tells once why it ended.</summary>
internal sealed class ClientConnection(WebSocket socket, int maxFrameBytes, TurnQueue turns, IConnectionOwner owner)
{
    private readonly OutgoingQueue _outgoing = new(socket);
    private Task _completion = Task.CompletedTask;

    /// <summary>How much waits for the socket, in bytes.</summary>
    public long Backlog => _outgoing.Bytes;

    public void Start() => _completion = Task.Run(RunAsync);

    public void Send(byte[] frame) => _outgoing.Add(frame);

    /// <summary>Says goodbye after what waits already; the server's answer ends the connection.</summary>
    public void Close() => _ = _outgoing.CloseAsync();

    /// <summary>Waits for the end; cuts the connection when it takes too long.</summary>
    public async Task EndAsync(TimeSpan patience, TimeProvider clock)
    {
        try
        {
            await _completion.WaitAsync(patience, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Abort();
        }
    }

    /// <summary>Ends it now.</summary>
    public void Abort() => socket.Abort();

    private async Task RunAsync()
    {
        ConnectionEnd end;
        try
        {
            end = await ReceiveAllAsync().ConfigureAwait(false);
        }
        catch (Exception lost)
        {
            end = ConnectionEnd.Lost("The connection was lost.", lost);
        }

        await turns.PostAsync(() => owner.OnEnded(this, end)).ConfigureAwait(false);
        await _outgoing.CloseAsync().ConfigureAwait(false);
        socket.Dispose();
    }

    private async Task<ConnectionEnd> ReceiveAllAsync()
    {
        var message = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var result = await socket.ReceiveAsync(message.GetMemory(4096), CancellationToken.None).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
                return new ConnectionEnd((int?)socket.CloseStatus ?? ConnectionEnd.NoCode, socket.CloseStatusDescription ?? string.Empty);
            message.Advance(result.Count);
            if (message.WrittenCount > maxFrameBytes) return TooBig();
            if (!result.EndOfMessage) continue;
            if (result.MessageType == WebSocketMessageType.Text)
                await turns.PostAsync(() => owner.OnFrame(this, message.WrittenSpan)).ConfigureAwait(false);
            message.ResetWrittenCount();
        }
    }

    private ConnectionEnd TooBig()
    {
        socket.Abort();
        return ConnectionEnd.Lost($"A frame of the server is larger than {maxFrameBytes:N0} bytes; raise {nameof(RoomSocketsClientOptions)}.{nameof(RoomSocketsClientOptions.MaxFrameBytes)}.");
    }
}
