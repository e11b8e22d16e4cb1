namespace RoomSockets;

/// <summary>What came of a request to an account: a value, or a refusal.</summary>
internal readonly record struct AccountAnswer<T>(T? Value, AccountRefusal? Refusal)
    where T : class
{
    public static implicit operator AccountAnswer<T>(T value) => new(value, null);

    public static implicit operator AccountAnswer<T>(AccountRefusal refusal) => new(null, refusal);
}

/// <summary>Why a request to an account was refused.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Detail">For people.</param>
/// <param name="RetryAfter">When to try again, where that helps.</param>
internal sealed record AccountRefusal(int Status, string Code, string Detail, TimeSpan? RetryAfter = null);

/// <summary>A token that was just issued; the only moment at which its key is known.</summary>
/// <param name="Text">Prefix and key.</param>
/// <param name="Token">What the store keeps of it.</param>
/// <param name="User">Its user.</param>
internal sealed record IssuedToken(string Text, StoredToken Token, StoredUser User);
