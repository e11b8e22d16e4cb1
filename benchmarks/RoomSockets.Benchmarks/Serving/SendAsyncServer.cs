using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace RoomSockets.Benchmarks.Serving;

/// <summary>A peer: rooms over the framework's WebSocket as a competent developer writes them by hand.</summary>
internal static class SendAsyncServer
{
    private static readonly ConcurrentDictionary<string, HandWrittenRoom> Rooms = new(StringComparer.Ordinal);
    private static int _connections;

    public static Task<int> RunAsync(Arguments options)
    {
        var app = ServerHost.CreateBuilder(options).Build();
        app.UseWebSockets();
        app.Map("/ws/{room}", (HttpContext http, string room) => ServeAsync(http, Rooms.GetOrAdd(room, static _ => new HandWrittenRoom())));
        app.Map("/echo", (HttpContext http) => ServeAsync(http, room: null));
        return ServerHost.RunAsync(app, options, () => ValueTask.FromResult(Volatile.Read(ref _connections)));
    }

    private static async Task ServeAsync(HttpContext http, HandWrittenRoom? room)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var member = new HandWrittenMember(socket);
        Interlocked.Increment(ref _connections);
        room?.Add(member);
        try
        {
            await ReadAsync(socket, member, room);
        }
        catch (WebSocketException)
        {
            // The peer vanished.
        }
        finally
        {
            room?.Remove(member);
            Interlocked.Decrement(ref _connections);
        }
    }

    private static async Task ReadAsync(WebSocket socket, HandWrittenMember member, HandWrittenRoom? room)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return;
            }

            length += result.Count;
            if (!result.EndOfMessage)
            {
                if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                continue;
            }

            // Every send is over before the next receive, so all of them can share this buffer.
            var message = buffer.AsMemory(0, length);
            await (room?.SendAsync(message, result.MessageType) ?? member.SendAsync(message, result.MessageType));
            length = 0;
        }
    }
}
