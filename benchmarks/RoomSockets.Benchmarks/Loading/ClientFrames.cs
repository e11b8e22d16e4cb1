using System.Buffers.Binary;
using System.Text;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Writes what a client sends: the handshake and masked frames (RFC 6455, sections 4.1 and 5.3).</summary>
internal static class ClientFrames
{
    // Not zero, which servers may skip, and not random, because nothing here is secret.
    private static readonly byte[] Mask = [0x37, 0xFA, 0x21, 0x3D];

    public static byte[] Handshake(Uri host, string path, string? subProtocol) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {host.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{(subProtocol is null ? string.Empty : $"Sec-WebSocket-Protocol: {subProtocol}\r\n")}\r\n");

    public static byte[] Text(string text) => Build(1, Encoding.UTF8.GetBytes(text));

    public static byte[] Pong(ReadOnlySpan<byte> payload) => Build(10, payload);

    public static byte[] Close() => Build(8, [0x03, 0xE8]);

    public static byte[] Build(int opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[14 + payload.Length];
        return frame[..Write(frame, opcode, payload)];
    }

    public static int Write(Span<byte> frame, int opcode, ReadOnlySpan<byte> payload)
    {
        frame[0] = (byte)(0x80 | opcode);
        var size = 2;
        if (payload.Length < 126) frame[1] = (byte)(0x80 | payload.Length);
        else if (payload.Length <= ushort.MaxValue)
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
            size = 4;
        }
        else throw new ArgumentException("The load sends no messages over 65,535 bytes.");

        Mask.CopyTo(frame[size..]);
        size += Mask.Length;
        for (var i = 0; i < payload.Length; i++) frame[size + i] = (byte)(payload[i] ^ Mask[i & 3]);
        return size + payload.Length;
    }
}
