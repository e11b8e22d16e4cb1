using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace RoomSockets;

/// <summary>Whom a ban is about: a user, or an address. Of IPv6 the /64, since whoever has one address of it has all.</summary>
public sealed record BanSubject
{
    /// <summary>The most UTF-16 units of a user's id.</summary>
    public const int MaxUserIdLength = 256;

    private const int NetworkBytes = 8;
    private const string NetworkSuffix = "/64";

    private BanSubject(string? userId, string? address) => (UserId, Address) = (userId, address);

    /// <summary>The user's id as connections know it; null where it is an address.</summary>
    public string? UserId { get; }

    /// <summary>An address of IPv4 (<c>192.0.2.1</c>) or a network of IPv6 (<c>2001:db8::/64</c>); null where it is a user.</summary>
    public string? Address { get; }

    /// <summary>A user, by the id that connections know.</summary>
    /// <exception cref="ArgumentException">The id is empty or longer than <see cref="MaxUserIdLength"/>.</exception>
    public static BanSubject OfUser(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userId.Length, MaxUserIdLength, nameof(userId));
        return new BanSubject(userId, address: null);
    }

    /// <summary>An address, with all that belong to whoever has it.</summary>
    public static BanSubject OfAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new BanSubject(userId: null, NetworkOf(address));
    }

    /// <summary>An address in the form of <see cref="Address"/>, or any other that .NET reads.</summary>
    public static bool TryParseAddress(string? text, [NotNullWhen(true)] out BanSubject? subject)
    {
        var address = text?.EndsWith(NetworkSuffix, StringComparison.Ordinal) == true && text.Contains(':', StringComparison.Ordinal) ? text[..^NetworkSuffix.Length] : text;
        subject = IPAddress.TryParse(address, out var parsed) ? OfAddress(parsed) : null;
        return subject is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => UserId ?? Address!;

    internal static string NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes) + NetworkSuffix;
    }
}
