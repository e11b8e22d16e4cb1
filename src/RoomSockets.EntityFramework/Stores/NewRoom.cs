using System.Security.Cryptography;

namespace RoomSockets.EntityFramework;

/// <summary>What a room begins with.</summary>
internal static class NewRoom
{
    private const int EpochDigits = 12;

    public static IEnumerable<(string Name, object? Value)> Parameters(string name, string? creatorId, DateTime now) =>
        [("@name", name), ("@creator", creatorId), ("@epoch", RandomNumberGenerator.GetHexString(EpochDigits, lowercase: true)), ("@now", now)];
}
