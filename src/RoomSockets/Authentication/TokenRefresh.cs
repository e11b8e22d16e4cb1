using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>
/// Asks the validators about the token of an open socket, as they were asked in its handshake: about a new one that the client
/// brings, and again about the one that it has. Takes turns, so that what is said of the old token never counts against the new one.
/// </summary>
internal sealed class TokenRefresh(TokenAuthenticator authenticator, HttpContext http, RoomSocketsOptions options)
{
    private readonly SemaphoreSlim? _turn = options.RevalidateEvery > TimeSpan.Zero ? new(1, 1) : null;
    private KeptToken? _kept = http.Features.Get<KeptToken>();

    /// <summary>Whether it is to be asked about again: an anonymous connection has no token.</summary>
    public bool IsKept => _turn is not null && _kept is not null;

    /// <summary>From one question to what follows from its answer; to be disposed of.</summary>
    public async ValueTask<TokenTurn> EnterAsync()
    {
        if (_turn is not null) await _turn.WaitAsync();
        return new TokenTurn(_turn);
    }

    /// <summary>Never throws.</summary>
    public Task<TokenVerdict> ValidateAsync(string token) => authenticator.AuthenticateAsync(http, token, options);

    /// <summary>Never throws.</summary>
    public Task<TokenVerdict> ValidateAgainAsync(Identity identity, CancellationToken closing) =>
        authenticator.AuthenticateAgainAsync(http, _kept!, identity, options, closing);

    /// <summary>From now on it is this one that is asked about.</summary>
    public void Keep(string token)
    {
        if (_turn is not null) _kept = new KeptToken(token, TokenSource.Refresh);
    }

    /// <summary>Gives the turn to the next.</summary>
    public readonly struct TokenTurn(SemaphoreSlim? turn) : IDisposable
    {
        public void Dispose() => turn?.Release();
    }
}
