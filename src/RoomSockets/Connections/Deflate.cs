using System.Buffers;
using System.IO.Compression;

namespace RoomSockets;

/// <summary>The payloads of permessage-deflate without context takeover: every message is a stream of its own (RFC 7692, section 7.2). Pure.</summary>
internal static class Deflate
{
    /// <summary>What a sender cuts off the end of its stream; behind it a last empty block, so that the stream is whole for the inflater.</summary>
    private static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF, 0x01, 0x00, 0x00, 0xFF, 0xFF];
    private const int CutOff = 4;

    /// <summary>Memory from the pool and how much of it is used.</summary>
    public readonly ref struct Rented(byte[] buffer, int length)
    {
        public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

        public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
    }

    public static Rented Compress(ReadOnlySpan<byte> payload)
    {
        // What does not get smaller is not sent deflated, so there is no need to keep more than this.
        var buffer = ArrayPool<byte>.Shared.Rent(payload.Length + 1024);
        using var target = new MemoryStream(buffer);
        using var deflater = new DeflateStream(new Bounded(target), CompressionLevel.Fastest, leaveOpen: true);
        deflater.Write(payload);
        deflater.Flush();
        var length = (int)target.Position;
        return new Rented(buffer, length >= CutOff && length < payload.Length ? length - CutOff : payload.Length);
    }

    /// <summary>Inflates one message, into memory from the pool that the caller gives back.</summary>
    /// <returns>The length; -1 when it is longer than <paramref name="limit"/>; -2 when it is no deflate stream. The buffer is null unless there is a length.</returns>
    public static int Inflate(ReadOnlySpan<byte> payload, int limit, out byte[]? buffer)
    {
        var source = ArrayPool<byte>.Shared.Rent(payload.Length + Tail.Length);
        payload.CopyTo(source);
        Tail.CopyTo(source.AsSpan(payload.Length));
        buffer = ArrayPool<byte>.Shared.Rent(Math.Min(limit + 1, Math.Max(1024, payload.Length * 4)));
        var length = 0;
        try
        {
            using var input = new Source(source, payload.Length + Tail.Length);
            using var inflater = new DeflateStream(input, CompressionMode.Decompress);
            while (length <= limit)
            {
                if (length == buffer.Length) buffer = Grow(buffer, limit);
                var count = inflater.Read(buffer, length, Math.Min(buffer.Length - length, limit + 1 - length));
                if (count == 0)
                {
                    // One that ends before its last block asks for more than there is.
                    if (input.IsExhausted) length = -2;
                    return length;
                }

                length += count;
            }

            length = -1;
        }
        catch (InvalidDataException)
        {
            length = -2;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(source);
            if (length < 0)
            {
                ArrayPool<byte>.Shared.Return(buffer!);
                buffer = null;
            }
        }

        return length;
    }

    private static byte[] Grow(byte[] buffer, int limit)
    {
        var bigger = ArrayPool<byte>.Shared.Rent((int)Math.Min(limit + 1L, buffer.Length * 2L));
        buffer.CopyTo(bigger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return bigger;
    }

    /// <summary>Notes whether more was asked for than there is.</summary>
    private sealed class Source(byte[] bytes, int length) : MemoryStream(bytes, 0, length)
    {
        public bool IsExhausted { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Note(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Note(base.Read(buffer));

        private int Note(int read)
        {
            IsExhausted |= read == 0;
            return read;
        }
    }

    /// <summary>Swallows what does not fit: the result is then not used.</summary>
    private sealed class Bounded(MemoryStream target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => target.Length;

        public override long Position
        {
            get => target.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => target.Write(buffer[..(int)Math.Min(buffer.Length, target.Capacity - target.Position)]);

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
