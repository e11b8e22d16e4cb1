namespace RoomSockets;

/// <summary>Writes deflated frames, each message by itself, where that makes them smaller (RFC 7692, section 7.2.1). Pure.</summary>
internal static class FrameDeflater
{
    /// <summary>Copies ready frames, deflating those that are worth it.</summary>
    public static void Copy(ReadOnlySpan<byte> frames, Block target, int minBytes)
    {
        while (FrameHeader.TryRead(frames, out var header))
        {
            Append(target, header.Opcode, frames.Slice(header.Size, (int)header.Length), minBytes);
            frames = frames[(header.Size + (int)header.Length)..];
        }
    }

    public static void Append(Block target, Opcode opcode, ReadOnlySpan<byte> payload, int minBytes)
    {
        if (payload.Length >= minBytes && payload.Length > 0)
        {
            using var deflated = Deflate.Compress(payload);
            if (deflated.Bytes.Length < payload.Length)
            {
                target.Append(opcode, deflated.Bytes, isDeflated: true);
                return;
            }
        }

        target.Append(opcode, payload);
    }
}
