namespace RoomSockets;

/// <summary>A newer token for a connection that stays open.</summary>
internal sealed class V1Token(DirectoryEntry entry, PipelineServices services, TokenRefresh refresh, V1Replies replies)
{
    private readonly TokenReview _review = new(entry, services, refresh);

    private Connection Connection => entry.Connection;

    /// <summary>How long the token is good; null for ever.</summary>
    public TimeSpan? ExpiresIn => Connection.Identity.ExpiresAt - services.Time.GetUtcNow();

    public ValueTask RefreshAsync(ClientFrame frame) => _review.RefreshAsync(frame.Token!, verdict => Answer(frame, verdict));

    private void Answer(ClientFrame frame, TokenVerdict verdict)
    {
        if (Explain(verdict) is { } error)
        {
            replies.Error(frame, error);
            // Guessing tokens is no mistake either, and asking the validators is not free.
            if (!error.IsTemporary) replies.Count();
            return;
        }

        replies.Ack(frame, ExpiresIn);
    }

    /// <summary>The token that it came with goes on to count, whatever was wrong with this one.</summary>
    private FrameError? Explain(TokenVerdict verdict) => verdict switch
    {
        { Kind: TokenVerdictKind.Unavailable } => new FrameError(ErrorCode.Overloaded, "The token cannot be checked at the moment.", IsTemporary: true),
        { Identity: null } => new FrameError(verdict.Code is ErrorCode.TokenExpired ? ErrorCode.TokenExpired : ErrorCode.TokenInvalid, "The token is not accepted."),
        { Identity: { } identity } when !string.Equals(identity.UserId, Connection.UserId, StringComparison.Ordinal) =>
            new FrameError(ErrorCode.TokenInvalid, "The token is another user's. Open another connection for another user."),
        _ => null,
    };
}
