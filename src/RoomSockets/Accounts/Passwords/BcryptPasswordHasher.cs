using System.Text;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>bcrypt with the cost of the options. Hashes of Python's and other bcrypts verify.</summary>
internal sealed class BcryptPasswordHasher(IOptions<AccountOptions> options) : IPasswordHasher
{
    private const string Filler = "a password of nobody";

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
        var (cost, wanted) = (Bcrypt.CostOf(hash), options.Value.PasswordCost);
        needsRehash = cost < wanted;
        if (Bcrypt.Verify(password, hash)) return true;
        // A wrong password takes as long as one for a user who is not there: 2^c + 2^c + 2^(c+1) + … + 2^(w-1) = 2^w.
        if (cost is null) Bcrypt.Hash(Filler, wanted);
        for (var missing = cost; missing < wanted; missing++) Bcrypt.Hash(Filler, missing.Value);
        return false;
    }
}
