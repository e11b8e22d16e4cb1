namespace RoomSockets;

/// <summary>A validator that is a lambda.</summary>
internal sealed class DelegateTokenValidator(Func<TokenContext, CancellationToken, ValueTask<TokenResult>> validate) : ITokenValidator
{
    public ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken) => validate(context, cancellationToken);
}
