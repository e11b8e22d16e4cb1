using System.Buffers.Binary;
using System.Text;

namespace RoomSockets.Tests;

/// <summary>A frame as a peer reads it. Written apart from the library's own code, so that the two check each other.</summary>
internal sealed record ServerFrame(int Opcode, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    public int Code => BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public string Reason => Encoding.UTF8.GetString(Payload.AsSpan(2));

    public static List<ServerFrame> ReadAll(IEnumerable<byte[]> writes)
    {
        var bytes = writes.SelectMany(write => write).ToArray();
        List<ServerFrame> frames = [];
        for (var at = 0; at < bytes.Length;)
        {
            if ((bytes[at] & 0xF0) != 0x80) throw new InvalidDataException($"Byte {at} begins no whole frame.");
            if (bytes[at + 1] > 127) throw new InvalidDataException("A server frame must not be masked.");
            var (length, header) = bytes[at + 1] switch
            {
                126 => ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)), 4),
                127 => (BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at + 2)), 10),
                var small => (small, 2),
            };
            frames.Add(new ServerFrame(bytes[at] & 0x0F, bytes.AsSpan(at + header, checked((int)length)).ToArray()));
            at += header + (int)length;
        }

        return frames;
    }
}
