using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RoomSockets.Tests;

/// <summary>A server's frame as a peer with permessage-deflate reads it, and what such a peer sends. Written apart from the library's own code.</summary>
internal sealed record RigFrame(int Opcode, bool IsDeflated, byte[] Payload)
{
    public byte[] Message => IsDeflated ? Inflate(Payload) : Payload;

    public string Text => Encoding.UTF8.GetString(Message);

    public static List<RigFrame> ReadAll(byte[] bytes)
    {
        List<RigFrame> frames = [];
        for (var at = 0; at < bytes.Length;)
        {
            if ((bytes[at] & 0xB0) != 0x80) throw new InvalidDataException($"Byte {at} begins no whole frame.");
            var (length, header) = bytes[at + 1] switch
            {
                126 => (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)), 4),
                127 => (checked((int)BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at + 2))), 10),
                > 127 => throw new InvalidDataException("A server frame must not be masked."),
                var small => (small, 2),
            };
            frames.Add(new RigFrame(bytes[at] & 0x0F, (bytes[at] & 0x40) != 0, bytes.AsSpan(at + header, length).ToArray()));
            at += header + length;
        }

        return frames;
    }

    /// <summary>RFC 7692, section 7.2.1: a stream of its own, flushed, without its last four bytes.</summary>
    public static byte[] Deflate(byte[] message, CompressionLevel level = CompressionLevel.Optimal)
    {
        if (message.Length == 0) return [0];
        using var target = new MemoryStream();
        using var deflater = new DeflateStream(target, level);
        deflater.Write(message);
        deflater.Flush();
        return target.ToArray()[..^4];
    }

    /// <summary>RFC 7692, section 7.2.2.</summary>
    public static byte[] Inflate(byte[] payload)
    {
        using var inflater = new DeflateStream(new MemoryStream([.. payload, 0, 0, 0xFF, 0xFF, 1, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        using var message = new MemoryStream();
        inflater.CopyTo(message);
        return message.ToArray();
    }

    /// <summary>Bytes that no deflater makes smaller, the same in each run.</summary>
    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
#pragma warning disable CA5394 // Nothing is kept secret here.
        new Random(7).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }
}
