using System.Net;

namespace RoomSockets;

/// <summary>What a connection is called in a log line. Pure.</summary>
internal static class PeerName
{
    /// <summary><c>address:port</c>, an IPv6 address in brackets; <c>unknown</c> where there is none.</summary>
    public static string Of(ConnectionRequest request)
    {
        if (request.RemoteAddress is not { } address) return "unknown";
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, request.RemotePort).ToString();
    }
}
