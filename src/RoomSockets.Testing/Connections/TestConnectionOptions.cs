using System.Net.WebSockets;

namespace RoomSockets.Testing;

/// <summary>How to open a <see cref="TestConnection"/>.</summary>
public sealed record TestConnectionOptions
{
    /// <summary>The token, sent as <c>Authorization: Bearer</c>; null for none.</summary>
    /// <value>null</value>
    public string? Token { get; init; }

    /// <summary>Whether to speak <c>roomsockets.v1.json</c>. Without it the connection is raw: what is sent and received is the text of messages.</summary>
    /// <value>false</value>
    public bool V1 { get; init; }

    /// <summary>Changes the socket before it connects: sub-protocols, and headers such as <c>Origin</c> and <c>Cookie</c>. Its credentials, certificates and cookie container cannot be used.</summary>
    /// <value>null</value>
    public Action<ClientWebSocketOptions>? Configure { get; init; }

    /// <summary>How long to wait for anything that is expected, real time. More than zero.</summary>
    /// <value>15 s</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What may explain that something did not come.</summary>
    internal Func<string> Explain { get; init; } = static () => string.Empty;
}
