using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace RoomSockets.Benchmarks.Serving;

/// <summary>Owns the members of one room of the hand-written peer.</summary>
internal sealed class HandWrittenRoom
{
    private readonly ConcurrentDictionary<HandWrittenMember, bool> _members = [];

    public void Add(HandWrittenMember member) => _members.TryAdd(member, true);

    public void Remove(HandWrittenMember member) => _members.TryRemove(member, out _);

    /// <summary>
    /// Starts all sends, then awaits those that did not complete at once. Awaiting one after the other, and Task.WhenAll over all
    /// of them, cost the same within the noise, because most sends complete at once; of the three, this one neither lets a slow
    /// member hold up the start of the others' sends nor makes a task for each of them.
    /// </summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        List<Task>? pending = null;
        foreach (var (member, _) in _members)
        {
            var send = member.SendAsync(message, type);
            if (!send.IsCompletedSuccessfully) (pending ??= []).Add(send.AsTask());
        }

        if (pending is not null) await Task.WhenAll(pending);
    }
}

/// <summary>Owns one connection of the hand-written peer: a WebSocket allows one send at a time, so a gate guards it.</summary>
internal sealed class HandWrittenMember(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        if (!_gate.Wait(0)) return WaitAndSendAsync(message, type);
        var send = Start(message, type);
        if (!send.IsCompletedSuccessfully) return FinishAsync(send);
        _gate.Release();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _gate.Dispose();

    private async ValueTask WaitAndSendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        await _gate.WaitAsync();
        await FinishAsync(Start(message, type));
    }

    private ValueTask Start(ReadOnlyMemory<byte> message, WebSocketMessageType type) =>
        socket.State == WebSocketState.Open ? socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None) : ValueTask.CompletedTask;

    private async ValueTask FinishAsync(ValueTask send)
    {
        try
        {
            await send;
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Its own receive finds out, and removes it.
        }
        finally
        {
            _gate.Release();
        }
    }
}
