namespace RoomSockets.Client;

/// <summary>What the server, or this client, refused.</summary>
/// <param name="code">A stable name, see <see cref="Code"/>.</param>
/// <param name="message">What happened, for people.</param>
/// <param name="innerException">What caused it, if anything of this machine did.</param>
public sealed class RoomSocketsException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Made by others than this client: without a code of the protocol.</summary>
    public RoomSocketsException()
        : this("error", "The operation failed.")
    {
    }

    /// <summary>Made by others than this client: without a code of the protocol.</summary>
    /// <param name="message">What happened, for people.</param>
    public RoomSocketsException(string message)
        : this("error", message)
    {
    }

    /// <summary>Made by others than this client: without a code of the protocol.</summary>
    /// <param name="message">What happened, for people.</param>
    /// <param name="innerException">What caused it.</param>
    public RoomSocketsException(string message, Exception innerException)
        : this("error", message, innerException)
    {
    }

    /// <summary>
    /// A code of the protocol (<c>forbidden</c>, <c>rate_limited</c>, …) or one of this client: <c>timeout</c>, <c>queue_full</c>,
    /// <c>closed</c>, <c>left</c>, <c>refused</c> (the handshake),
    /// <c>connect_failed</c>, <c>token_failed</c>, <c>handler_failed</c>.
    /// </summary>
    public string Code { get; } = code;

    /// <summary>Whether the same may succeed later. The client has then tried again already, as long as the operation allowed.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>How long the server asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The field that was wrong, where <see cref="Code"/> is <c>invalid</c>.</summary>
    public string? Field { get; init; }

    /// <summary>The room that it concerns; null for none.</summary>
    public string? Room { get; init; }

    /// <summary>The close code that ended the connection; null where it did not end.</summary>
    public int? CloseCode { get; init; }
}
