using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;

namespace RoomSockets.Client;

/// <summary>Owns the frames that wait for the socket, which sends one at a time. After a failure it takes no more, and the socket is gone.</summary>
internal sealed class OutgoingQueue(WebSocket socket)
{
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _frames = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isBusy;
    private bool _isClosing;
    private bool _isOver;
    private long _bytes;

    /// <summary>How much waits for the socket.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Add(byte[] frame)
    {
        lock (_gate)
        {
            if (_isClosing || _isOver) return;
            _frames.Enqueue(frame);
            _bytes += frame.Length;
            if (_isBusy) return;
            _isBusy = true;
        }

        _ = DrainAsync();
    }

    /// <summary>Sends the close frame after what waits already; completes when it is out, or cannot go out.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            if (_isClosing || _isOver) return _closed.Task;
            _isClosing = true;
            if (_isBusy) return _closed.Task;
            _isBusy = true;
        }

        _ = DrainAsync();
        return _closed.Task;
    }

    private async Task DrainAsync()
    {
        try
        {
            while (TryTake(out var frame))
            {
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
                Interlocked.Add(ref _bytes, -frame.Length);
            }

            if (_isOver) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whoever reads from the socket learns of it, and tells.
            lock (_gate) _isOver = true;
            socket.Abort();
        }

        if (_isOver) _closed.TrySetResult();
    }

    private bool TryTake([NotNullWhen(true)] out byte[]? frame)
    {
        lock (_gate)
        {
            if (_frames.TryDequeue(out frame)) return true;
            _isBusy = false;
            _isOver = _isClosing;
            return false;
        }
    }
}
