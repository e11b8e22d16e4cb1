using System.Net;
using Microsoft.AspNetCore.Http;

namespace RoomSockets.Tests;

public sealed class PeerNameTests
{
    [Theory]
    [InlineData("192.0.2.7", 80, "192.0.2.7:80")]
    [InlineData("2001:db8::1", 443, "[2001:db8::1]:443")]
    [InlineData("::ffff:192.0.2.7", 1, "192.0.2.7:1")]
    [InlineData(null, 0, "unknown")]
    public void Of_AnAddress_HasItsPort(string? address, int port, string expected) =>
        PeerName.Of(new ConnectionRequest("/", [], QueryCollection.Empty) { RemoteAddress = address is null ? null : IPAddress.Parse(address), RemotePort = port })
            .Should().Be(expected);
}
