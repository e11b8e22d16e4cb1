namespace RoomSockets;

/// <summary>The names of what we speak (RFC 6455, section 1.9).</summary>
internal static class SubProtocol
{
    public const string Raw = "roomsockets.raw";
    public const string V1 = "roomsockets.v1.json";
}
