using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace RoomSockets.Client;

/// <summary>A room that this client joined, whatever happens to its connections, until it is left.</summary>
/// <remarks>All members may be called from any thread. For events see <see cref="RoomSocketsClient"/>.</remarks>
public sealed class ClientRoom
{
    private const int MaxSignalName = 64;
    private readonly Membership _membership;
    private readonly ClientCore _core;

    internal ClientRoom(Membership membership, ClientCore core) => (_membership, _core) = (membership, core);

    /// <summary>Who is there has changed.</summary>
    public event EventHandler<PresenceChange>? PresenceChanged;

    /// <summary>Somebody, or the server, signalled something.</summary>
    public event EventHandler<RoomSignal>? SignalReceived;

    /// <summary>Messages cannot be delivered. Those after them follow.</summary>
    public event EventHandler<RoomGap>? GapFound;

    /// <summary>A message was deleted or changed.</summary>
    public event EventHandler<Redaction>? Redacted;

    /// <summary>The membership ended. The client does not join again by itself.</summary>
    public event EventHandler<RoomLeft>? Left;

    /// <summary>The room's name.</summary>
    public string Name => _membership.Name;

    /// <summary>Completes when the room is joined and what was asked for is here; fails when the server refuses.</summary>
    public Task Joined => _membership.Joined;

    /// <summary>
    /// How far the room is known: the last offset that was read, waits to be read, or was withheld from this client. Null before the
    /// room is joined.
    /// </summary>
    public RoomPosition? Position => _core.Turns.Ask(() => _membership.Position);

    /// <summary>Who is there, as far as it was asked for (<see cref="JoinOptions.Presence"/>).</summary>
    public RoomPresence Presence => _membership.Presence.Snapshot();

    /// <summary>
    /// The messages, each once and in order, as they come, until the room is left. When several read at the same time, each message
    /// goes to one of them.
    /// </summary>
    /// <param name="cancellationToken">Stops reading; the room stays joined.</param>
    /// <exception cref="RoomSocketsException">The server ended the membership, or the connection for good.</exception>
    public IAsyncEnumerable<RoomMessage> ReadAllAsync(CancellationToken cancellationToken = default) => _membership.Buffer.ReadAllAsync(cancellationToken);

    /// <summary>Takes the next message, if there is one.</summary>
    /// <param name="message">The message.</param>
    public bool TryRead([MaybeNullWhen(false)] out RoomMessage message) => _membership.Buffer.TryRead(out message);

    /// <summary>
    /// Publishes a message, and completes when it is stored, ordered and on its way to everyone. It is repeated under its key, over as
    /// many connections as it takes, within <see cref="RoomSocketsClientOptions.RequestTimeout"/>.
    /// </summary>
    /// <param name="data">A string, or any JSON value.</param>
    /// <param name="options">Its key, and whether it comes back.</param>
    /// <param name="cancellationToken">Stops waiting and repeating; the message may have been taken already.</param>
    /// <exception cref="RoomSocketsException">It was refused, <c>queue_full</c>, or the answer did not come in time (<c>timeout</c>).</exception>
    public Task<PublishResult> PublishAsync(JsonData data, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new PublishOptions();
        var key = options.Key ?? MessageKey.New(_core.Options.Clock.GetUtcNow());
        return _core.AskAsync(
            new Request<PublishResult>(id => FrameWriter.Publish(id, Name, key, data, options.Echo), Answers.ToResult) { Room = _membership, Key = key, Bytes = data.Utf8.Length },
            cancellationToken);
    }

    /// <summary>Signals something fleeting to the others in the room. It is not stored, and dropped where it cannot go out at once.</summary>
    /// <param name="name">What it is, 1 to 64 bytes of UTF-8: <c>typing</c>.</param>
    /// <param name="data">More about it; null for nothing.</param>
    /// <returns>Whether it went out.</returns>
    public async Task<bool> SignalAsync(string name, JsonData? data = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(name), MaxSignalName, nameof(name));
        var isSent = false;
        await _core.Turns.PostAsync(() => isSent = _core.Signal(_membership, FrameWriter.Signal(Name, name, data))).ConfigureAwait(false);
        return isSent;
    }

    /// <summary>Reads a piece of the past.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RoomSocketsException">It was refused, or the answer did not come in time (<c>timeout</c>).</exception>
    public Task<HistoryPage> HistoryAsync(HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        var page = HistoryOptions.Check(options);
        return _core.AskAsync(new Request<HistoryPage>(id => FrameWriter.History(id, Name, null, page), Answers.ToPage) { Room = _membership, IsRead = true }, cancellationToken);
    }

    /// <summary>Leaves the room. What was not sent yet fails with <c>left</c>; readers come to their end.</summary>
    /// <param name="cancellationToken">Stops waiting for the server's word; the room is left all the same.</param>
    public Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        var request = new Request<LeftFrame>(id => FrameWriter.Leave(id, Name), frame => frame as LeftFrame) { IsOfConnection = true, IsUnbounded = true };
        _core.Turns.Post(() => _core.Leave(_membership, request));
        return request.Answer.WaitAsync(cancellationToken);
    }

    internal void RaisePresence(PresenceChange change) => PresenceChanged?.Invoke(this, change);

    internal void RaiseSignal(RoomSignal signal) => SignalReceived?.Invoke(this, signal);

    internal void RaiseGap(RoomGap gap) => GapFound?.Invoke(this, gap);

    internal void RaiseRedacted(Redaction redaction) => Redacted?.Invoke(this, redaction);

    internal void RaiseLeft(RoomLeft left) => Left?.Invoke(this, left);
}
