using System.Buffers.Binary;
using System.Text;

namespace RoomSockets.Tests;

/// <summary>Builds the frames of a client, good and bad ones.</summary>
internal static class ClientFrame
{
    private static readonly byte[] Mask = [0x1B, 0x2C, 0x3D, 0x4E];

    public static byte[] Text(string text, bool final = true) => Build(1, Encoding.UTF8.GetBytes(text), final);

    public static byte[] Text(byte[] utf8, bool final = true) => Build(1, utf8, final);

    public static byte[] Binary(int length, bool final = true) => Build(2, new byte[length], final);

    public static byte[] Continuation(byte[] payload, bool final = true) => Build(0, payload, final);

    public static byte[] Close(int code, string reason = "") => Build(8, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    public static byte[] Build(int opcode, byte[] payload, bool final = true, int reserved = 0, bool masked = true) =>
        Build(opcode, payload, final, reserved, masked ? Mask : null);

    public static byte[] Build(int opcode, byte[] payload, bool final, int reserved, byte[]? mask)
    {
        var header = Header(opcode, payload.Length, SizeOf(payload.Length), final, reserved, mask);
        return [.. header, .. payload.Select((value, i) => mask is null ? value : (byte)(value ^ mask[i % 4]))];
    }

    /// <summary>A header alone, which may claim any length in any form.</summary>
    /// <param name="opcode">The opcode.</param>
    /// <param name="length">What it claims.</param>
    /// <param name="lengthBytes">How the length is written: 0 (in the second byte), 2 or 8.</param>
    public static byte[] Header(int opcode, long length, int lengthBytes) => Header(opcode, length, lengthBytes, true, 0, Mask);

    private static int SizeOf(int length) => length < 126 ? 0 : length < 65_536 ? 2 : 8;

    private static byte[] Header(int opcode, long length, int lengthBytes, bool final, int reserved, byte[]? mask)
    {
        var extended = new byte[lengthBytes];
        if (lengthBytes == 2) BinaryPrimitives.WriteUInt16BigEndian(extended, (ushort)length);
        if (lengthBytes == 8) BinaryPrimitives.WriteInt64BigEndian(extended, length);
        var second = lengthBytes switch { 2 => 126, 8 => 127, _ => (int)length } | (mask is null ? 0 : 0x80);
        return [(byte)((final ? 0x80 : 0) | reserved | opcode), (byte)second, .. extended, .. mask ?? []];
    }
}
