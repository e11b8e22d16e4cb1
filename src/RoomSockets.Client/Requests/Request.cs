namespace RoomSockets.Client;

/// <summary>What waits for an answer of the server.</summary>
internal abstract class Request
{
    /// <summary>The room that must be joined before it is sent; null for none.</summary>
    public Membership? Room { get; init; }

    /// <summary>The user whom it is for; null for none.</summary>
    public string? To { get; init; }

    /// <summary>The key of the message that it publishes; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The bytes of its data.</summary>
    public int Bytes { get; init; }

    /// <summary>Whether it means nothing to another connection, and is done when its own is lost.</summary>
    public bool IsOfConnection { get; init; }

    /// <summary>Whether it is sent at once, whatever waits already.</summary>
    public bool IsUnbounded { get; init; }

    /// <summary>Whether it only asks, so that its place among the others does not matter.</summary>
    public bool IsRead { get; init; }

    /// <summary>The id under which it was sent on this connection; null when it was not.</summary>
    public long? Id { get; set; }

    /// <summary>How often the server refused it for the time being.</summary>
    public int Refusals { get; set; }

    /// <summary>The last of these refusals; null for none.</summary>
    public RoomSocketsException? Refusal { get; set; }

    /// <summary>When it is too late for an answer.</summary>
    public DateTimeOffset Latest { get; set; }

    /// <summary>Fails it in the end.</summary>
    public Alarm? Timeout { get; set; }

    public abstract byte[] Write(long id);

    /// <summary>Takes the answer; false when it is of another kind than the question.</summary>
    public abstract bool TryAnswer(ServerFrame frame);

    public abstract void Fail(RoomSocketsException reason);

    /// <summary>The connection ended before the answer.</summary>
    public abstract void End();
}

/// <inheritdoc/>
/// <param name="write">Writes the frame with this id.</param>
/// <param name="read">Reads the answer; null when it is none.</param>
internal sealed class Request<T>(Func<long, byte[]> write, Func<ServerFrame, T?> read) : Request
    where T : class
{
    private readonly TaskCompletionSource<T?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer; null when the connection ended and took the question with it.</summary>
    public Task<T?> Answer => _done.Task;

    public override byte[] Write(long id) => write(id);

    public override bool TryAnswer(ServerFrame frame) => read(frame) is { } answer && (_done.TrySetResult(answer) || true);

    public override void Fail(RoomSocketsException reason) => _done.TrySetException(reason);

    public override void End() => _done.TrySetResult(null);

    public void Cancel(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);
}
