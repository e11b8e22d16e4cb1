using System.Net.WebSockets;

namespace RoomSockets.Client;

/// <summary>How a client connects and what it may keep. A value out of its bounds is an <see cref="ArgumentOutOfRangeException"/>.</summary>
public sealed class RoomSocketsClientOptions
{
    /// <summary>
    /// Gives the token for the next handshake or refresh; null for none. Asked at every attempt and at 80 % of a token's life; it may
    /// answer with one that it keeps unless <see cref="TokenRequest.IsRefresh"/>. What it throws counts as a failed attempt.
    /// </summary>
    /// <value>null: no token</value>
    public Func<TokenRequest, CancellationToken, ValueTask<string?>>? Token { get; set; }

    /// <summary>Changes the socket before it connects: headers, cookies, certificates, a proxy. Not used with <see cref="OpenSocket"/>.</summary>
    /// <value>null</value>
    public Action<ClientWebSocketOptions>? ConfigureSocket { get; set; }

    /// <summary>
    /// Opens the sockets, for tests and for other transports. The socket is the client's from then on. An exception counts as a failed
    /// attempt; a <see cref="RoomSocketsException"/> that is not temporary ends the client.
    /// </summary>
    /// <value>null: <see cref="ClientWebSocket"/></value>
    public Func<SocketRequest, CancellationToken, ValueTask<WebSocket>>? OpenSocket { get; set; }

    /// <summary>The clock of all waits.</summary>
    /// <value><see cref="TimeProvider.System"/></value>
    public TimeProvider Clock
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = TimeProvider.System;

    /// <summary>Gives numbers from 0 to 1 that spread the waits before reconnecting. Others are cut to that, and one that it fails to give is 1.</summary>
    /// <value>A shared random source</value>
    public Func<double> Jitter
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = NextJitter;

    /// <summary>How long one attempt to connect may take, from the token to the server's welcome. 1 s to 1 h.</summary>
    /// <value>20 s</value>
    public TimeSpan ConnectTimeout
    {
        get;
        set => field = Bounds.Check(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a request (publish, direct, history, status) waits for its answer, reconnects and repetitions included. When the server
    /// asks for a longer wait than is left of it, the request fails at once, with what the server said. 1 s to 24 h.
    /// </summary>
    /// <value>30 s</value>
    public TimeSpan RequestTimeout
    {
        get;
        set => field = Bounds.Check(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
    } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests may wait for their answers; one more fails with <c>queue_full</c>. 1 to 100,000.</summary>
    /// <value>100</value>
    public int QueueMessages
    {
        get;
        set => field = Bounds.Check(value, 1, 100_000);
    } = 100;

    /// <summary>How many bytes of data the waiting requests may have; more fails with <c>queue_full</c>. 1 to 1,073,741,824.</summary>
    /// <value>1,048,576</value>
    public int QueueBytes
    {
        get;
        set => field = Bounds.Check(value, 1, 1 << 30);
    } = 1024 * 1024;

    /// <summary>
    /// How many messages of one room wait to be read. When so many do, the room stands still, and what came meanwhile is recovered when
    /// half of them are read. 1 to 1,000,000.
    /// </summary>
    /// <value>1,024</value>
    public int RoomBuffer
    {
        get;
        set => field = Bounds.Check(value, 1, 1_000_000);
    } = 1024;

    /// <summary>The largest frame to accept from the server, in bytes; a larger one ends the connection. 1,024 to 1,073,741,824.</summary>
    /// <value>16,777,216</value>
    public int MaxFrameBytes
    {
        get;
        set => field = Bounds.Check(value, 1024, 1 << 30);
    } = 16 * 1024 * 1024;

#pragma warning disable CA5394 // Spreads load; nobody gains by guessing it.
    private static double NextJitter() => Random.Shared.NextDouble();
#pragma warning restore CA5394

    /// <summary>A jitter that can neither throw nor be out of its bounds: it is asked for in turns.</summary>
    internal double SafeJitter()
    {
        try
        {
            var jitter = Jitter();
            return double.IsNaN(jitter) ? 1 : Math.Clamp(jitter, 0, 1);
        }
        catch (Exception)
        {
            return 1;
        }
    }
}
