namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns one connection of the load: its socket, what is unfinished in both directions, and what it has seen.</summary>
internal sealed class Client(Crowd crowd, int index, int room, int socket, byte[] handshake)
{
    private byte[] _unsent = [];
    private bool _isConnected;

    public int Index => index;

    public int Room => room;

    public int Socket => socket;

    public ClientState State { get; set; } = ClientState.Connecting;

    /// <summary>The close code that the server sent; 0 when it sent none.</summary>
    public int CloseCode { get; set; }

    public bool HasSentClose { get; private set; }

    /// <summary>The number of the message that must come next; negative before the first one.</summary>
    public long Expected { get; set; } = -1;

    /// <summary>A frame that has not arrived whole.</summary>
    public byte[] Rest { get; set; } = [];

    public int RestLength { get; set; }

    /// <summary>The end of a frame that was not the last of its message: a record may go on in the next one.</summary>
    public byte[] Tail { get; set; } = [];

    /// <summary>Sends a close frame, once; the server then hangs up.</summary>
    public void SayGoodbye()
    {
        if (HasSentClose) return;
        HasSentClose = true;
        Send(ClientFrames.Close());
    }

    /// <summary>Sends now; what the kernel does not take follows as soon as it does.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (State == ClientState.Ended) return;
        if (_unsent.Length > 0)
        {
            _unsent = [.. _unsent, .. bytes];
            return;
        }

        var sent = Native.Send(socket, bytes);
        if (sent == bytes.Length) return;
        if (sent < 0 && Native.LastError != Native.Again)
        {
            crowd.End(this);
            return;
        }

        _unsent = bytes[Math.Max(sent, 0)..].ToArray();
        crowd.Loop.Change(socket, index, Native.In | Native.Out);
    }

    public void OnWritable()
    {
        if (!_isConnected)
        {
            _isConnected = true;
            State = ClientState.Handshaking;
            crowd.Loop.Change(socket, index, Native.In);
            Send(handshake);
            return;
        }

        var waiting = _unsent;
        _unsent = [];
        crowd.Loop.Change(socket, index, Native.In);
        Send(waiting);
    }
}

internal enum ClientState
{
    Connecting,
    Handshaking,
    Greeting,
    Ready,
    Ended,
}
