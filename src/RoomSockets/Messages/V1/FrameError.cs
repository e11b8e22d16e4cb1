namespace RoomSockets;

/// <summary>What is wrong with a frame or with what it asks for.</summary>
/// <param name="Code">One of <see cref="ErrorCode"/>, or what a handler gave.</param>
/// <param name="Message">Words for a developer; never an exception's.</param>
/// <param name="Field">The field that is wrong; null for none.</param>
/// <param name="IsTemporary">Whether the same may succeed later.</param>
/// <param name="RetryAfter">When to try again; null where nobody can tell.</param>
/// <param name="Until">When what forbids it ends; null where nobody can tell.</param>
internal sealed record FrameError(string Code, string Message, string? Field = null, bool IsTemporary = false, TimeSpan? RetryAfter = null, DateTimeOffset? Until = null)
{
    public static FrameError NotJoined { get; } = new(ErrorCode.NotJoined, "You are not in this room. Join it first.");

    public static FrameError Rejected { get; } = new(ErrorCode.Rejected, "The application did not take this message.");

    public static FrameError StoreUnavailable { get; } = new(ErrorCode.StoreUnavailable, "The store cannot answer. Try again later.", IsTemporary: true);

    public static FrameError NotStored { get; } = new(ErrorCode.StoreUnavailable, "The store did not confirm your message. Send it again with its key.", IsTemporary: true);

    /// <summary>Whether the frame is none at all. Mistakes of this kind are counted.</summary>
    public bool IsProtocolError => Code is ErrorCode.BadJson or ErrorCode.BadFrame or ErrorCode.UnknownType;

    public static FrameError TooFast(string what, TimeSpan retryAfter) => new(ErrorCode.RateLimited, $"You send too many {what}. Slow down.", IsTemporary: true, RetryAfter: retryAfter);

    public static FrameError Forbidden(string what) => new(ErrorCode.Forbidden, $"You may not {what}.");

    public static FrameError Invalid(string field, string message) => new(ErrorCode.Invalid, message, field);
}
