using System.Security.Cryptography;
using System.Text;

namespace RoomSockets;

/// <summary>One configured secret. Compared by its hash in constant time, so that the answer's time tells nothing about it.</summary>
internal sealed class ConstantTokenValidator(string token, string userId, string? name) : ITokenValidator
{
    private readonly byte[] _hash = Hash(token);

    public ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CryptographicOperations.FixedTimeEquals(_hash, Hash(context.Token))
            ? TokenResult.Success(userId, name)
            : TokenResult.NoResult);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
