using System.IO.Compression;
using System.Text;

namespace RoomSockets.Tests;

/// <summary>A peer's side of permessage-deflate, written apart from the library's own.</summary>
internal static class Deflated
{
    /// <summary>A client's payload: a stream that was flushed, without the four bytes at its end.</summary>
    public static byte[] Payload(byte[] message)
    {
        using var target = new MemoryStream();
        using var deflater = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
        deflater.Write(message);
        deflater.Flush();
        return message.Length == 0 ? [0x00] : target.ToArray()[..^4];
    }

    /// <summary>The texts of a server's frames, inflated where their first bit says so.</summary>
    public static List<(string Text, bool IsDeflated)> Texts(ReadOnlySpan<byte> frames)
    {
        List<(string Text, bool IsDeflated)> texts = [];
        while (FrameHeader.TryRead(frames, out var header))
        {
            var payload = frames.Slice(header.Size, (int)header.Length).ToArray();
            var isDeflated = header.ReservedBits == 0x40;
            (header.ReservedBits & ~0x40).Should().Be(0);
            texts.Add((Encoding.UTF8.GetString(isDeflated ? Inflate(payload) : payload), isDeflated));
            frames = frames[(header.Size + payload.Length)..];
        }

        frames.Length.Should().Be(0, "there are only whole frames");
        return texts;
    }

    private static byte[] Inflate(byte[] payload)
    {
        using var inflater = new DeflateStream(new MemoryStream([.. payload, 0x00, 0x00, 0xFF, 0xFF, 0x01, 0x00, 0x00, 0xFF, 0xFF]), CompressionMode.Decompress);
        using var message = new MemoryStream();
        inflater.CopyTo(message);
        return message.ToArray();
    }
}
