using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>Reads a small body whole, and no more of it than the bound.</summary>
internal static class RequestBody
{
    public const int MaxBytes = 16 * 1024;

    /// <returns>Null when it is larger than <see cref="MaxBytes"/>.</returns>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MaxBytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            // Nothing is taken until all of it is there.
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
