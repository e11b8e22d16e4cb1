using System.Net;
using System.Net.Sockets;

namespace RoomSockets;

/// <summary>Whom an address belongs to, for limits.</summary>
internal static class ClientNetwork
{
    /// <summary>Of IPv6 the /64: whoever has one address has all of it.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }
}
