namespace RoomSockets;

/// <summary>Hashes passwords. The default is bcrypt; register your own singleton to replace it.</summary>
/// <remarks>Called on a thread of its own, a bounded number at a time: it may take its time and must not be asynchronous.</remarks>
public interface IPasswordHasher
{
    /// <summary>A new hash of a password, with a salt of its own.</summary>
    /// <exception cref="ArgumentException">The password cannot be hashed as it is: over 72 bytes of UTF-8, or with a NUL.</exception>
    string Hash(string password);

    /// <summary>Whether the password belongs to the hash. False, never an exception, for a hash of an unknown form.</summary>
    /// <param name="password">The password.</param>
    /// <param name="hash">A hash of this or an older form.</param>
    /// <param name="needsRehash">Whether the hash was made with less effort than a new one would be.</param>
    bool Verify(string password, string hash, out bool needsRehash);
}
