using System.Security.Claims;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets;

/// <summary>One open WebSocket: who is at the other end, what was asked in the handshake, and the way to send to it.</summary>
/// <remarks>All members may be called from any thread at any time, also after the connection ended.</remarks>
public interface IConnection
{
    /// <summary>The id of this connection, unique on all nodes: <c>c_</c> and 16 hexadecimal digits.</summary>
    string Id { get; }

    /// <summary>Where the connection is in its life.</summary>
    ConnectionState State { get; }

    /// <summary>The principal that the token stands for; one without an authenticated identity for an anonymous connection.</summary>
    ClaimsPrincipal User { get; }

    /// <summary>The user's id (claim <see cref="ClaimTypes.NameIdentifier"/>, else <c>sub</c>), an opaque string; null for an anonymous connection.</summary>
    string? UserId { get; }

    /// <summary>The user's name (the identity's name claim); null where there is none.</summary>
    string? UserName { get; }

    /// <summary>What the handshake asked for: path, route values, query, address.</summary>
    ConnectionRequest Request { get; }

    /// <summary>When the handshake began, in UTC.</summary>
    DateTimeOffset ConnectedAt { get; }

    /// <summary>A bag for the application: validators, handlers and middleware add, replace and remove items. Safe for concurrent use.</summary>
    IDictionary<string, object?> Items { get; }

    /// <summary>Cancelled the moment the end of this connection is decided, whatever the reason.</summary>
    CancellationToken Closing { get; }

    /// <summary>Sends one message to this connection: in order with everything else that it is sent, not stored.</summary>
    /// <remarks>
    /// Completes when the message is on its way or in the outbox. While the outbox is more than half full it waits, so that a
    /// handler that sends much is slowed down instead of being cut off. What is sent before the connection is open goes out when it is; sending to one that has ended does nothing.
    /// </remarks>
    /// <param name="data">The message; a string converts by itself.</param>
    /// <param name="cancellationToken">Ends the waiting; the message is then not sent.</param>
    ValueTask SendAsync(MessageData data, CancellationToken cancellationToken = default);

    /// <summary>Sends a value as one JSON text message; otherwise as <see cref="SendAsync"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="cancellationToken">Ends the waiting; the message is then not sent.</param>
    ValueTask SendJsonAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default) =>
        SendAsync(MessageData.Json(value, typeInfo), cancellationToken);

    /// <summary>Ends the connection: what waits in the outbox is sent, then a close frame with this code and reason.</summary>
    /// <param name="code">A code that may travel, see <see cref="CloseCode"/>. <value>1000</value></param>
    /// <param name="reason">At most 123 bytes of UTF-8 travel; longer text is cut at a code point.</param>
    /// <returns>False when the end was decided before; the first reason wins.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code may not stand in a close frame.</exception>
    bool Close(int code = CloseCode.NormalClosure, string? reason = null);
}

/// <summary>The life of a connection, in this order.</summary>
public enum ConnectionState
{
    /// <summary>The handshake is being decided; what is sent waits.</summary>
    Connecting,

    /// <summary>Messages flow.</summary>
    Open,

    /// <summary>The end is decided; the close frame is on its way or sent.</summary>
    Closing,

    /// <summary>Everything is cleaned up.</summary>
    Closed,
}
