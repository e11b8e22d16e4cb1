namespace RoomSockets;

/// <summary>
/// Says whom a token stands for. Register with <c>AddTokenValidator</c>; several are asked in the order of their registration
/// until one says success or failure.
/// </summary>
/// <remarks>
/// A class is created from the request's scope, so it may inject scoped services such as a <c>DbContext</c>. It must not log or
/// keep the token. An exception or more time than <see cref="RoomSocketsOptions.HandshakeTimeout"/> refuses the handshake with
/// 503 and is logged as an error: a validator that fails lets nobody in.
/// </remarks>
public interface ITokenValidator
{
    /// <summary>Validates one token.</summary>
    /// <param name="context">The token, where it was found, and what was asked for.</param>
    /// <param name="cancellationToken">Cancelled when the time is over or the client has gone.</param>
    /// <returns>Success, failure (nobody else is asked), or no result (the next validator is asked; after the last one the token is refused).</returns>
    ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken);
}
