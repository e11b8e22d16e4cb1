using System.Globalization;
using System.Security.Cryptography;

namespace RoomSockets.Client;

/// <summary>Makes keys of messages: 40 characters that sort by time and cannot be guessed.</summary>
internal static class MessageKey
{
    private const int MaxLength = 64;
    private const int RandomBytes = 12;
    private static int _count;

    public static string? Check(string? key) =>
        key is { Length: < 1 or > MaxLength } ? throw new ArgumentException($"The key has {key.Length} characters; 1 to {MaxLength} are allowed.", nameof(key)) : key;

    public static string New(DateTimeOffset now)
    {
        // The count keeps the order of keys that are made in one millisecond.
        var count = (ushort)Interlocked.Increment(ref _count);
        var random = RandomNumberGenerator.GetHexString(RandomBytes * 2, lowercase: true);
        return string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():x12}{count:x4}{random}");
    }
}
