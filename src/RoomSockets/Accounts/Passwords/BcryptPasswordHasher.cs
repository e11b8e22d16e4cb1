using System.Text;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>bcrypt with the cost of the options. Hashes of Python's and other bcrypts verify.</summary>
internal sealed class BcryptPasswordHasher(IOptions<AccountOptions> options) : IPasswordHasher
{
    public string Hash(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        // bcrypt would cut it there, and whatever came after would not matter.
        if (Encoding.UTF8.GetByteCount(password) > Bcrypt.MaxPasswordBytes) throw new ArgumentException($"bcrypt takes {Bcrypt.MaxPasswordBytes} bytes of a password and no more.", nameof(password));
        if (password.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("bcrypt ends a password at U+0000.", nameof(password));
        return Bcrypt.Hash(password, options.Value.PasswordCost);
    }

    public bool Verify(string password, string hash, out bool needsRehash)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(hash);
        needsRehash = Bcrypt.CostOf(hash) < options.Value.PasswordCost;
        return Bcrypt.Verify(password, hash);
    }
}
