using System.Collections.Concurrent;

namespace RoomSockets.Tests;

/// <summary>A hash that is the password with a version before it; notes what is asked of it.</summary>
internal sealed class CountingHasher : IPasswordHasher
{
    /// <summary>What new hashes begin with; those that begin otherwise need another.</summary>
    public string Version { get; set; } = "1:";

    /// <summary>The hashes that passwords were checked against.</summary>
    public ConcurrentQueue<string> Verified { get; } = new();

    public ConcurrentQueue<string> Hashed { get; } = new();

    /// <summary>What happens on the thread of a check.</summary>
    public Action OnVerify { get; set; } = static () => { };

    public Action OnHash { get; set; } = static () => { };

    public string Hash(string password)
    {
        OnHash();
        Hashed.Enqueue(password);
        return Version + password;
    }

    public bool Verify(string password, string hash, out bool needsRehash)
    {
        OnVerify();
        Verified.Enqueue(hash);
        needsRehash = !hash.StartsWith(Version, StringComparison.Ordinal);
        return hash[2..] == password;
    }
}
