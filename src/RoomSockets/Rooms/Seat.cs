namespace RoomSockets;

/// <summary>
/// A member that speaks the sub-protocol, in one room. Nothing reaches it before its <c>joined</c>, and what is delivered while
/// its past is being read waits, so that the past comes first and nothing twice.
/// </summary>
internal sealed class Seat(Connection connection) : IRecipient
{
    private readonly Lock _gate = new();
    private List<(Block Block, Segment Segment)>? _held;
    private SeatState _state;
    private bool _wasSeated;
    private int _heldBytes;
    private int _heldMessages;

    public Connection Connection { get; } = connection;

    /// <summary>A seat that needs no <c>joined</c>.</summary>
    public static Seat Occupied(Connection connection) => new(connection) { _state = SeatState.Seated };

    public string Id => Connection.Id;

    /// <summary>Whether it asked who is present; decided with its <c>joined</c>.</summary>
    public bool SeesPresence { get; private set; }

    public void Deliver(Block block, in Segment segment)
    {
        lock (_gate)
        {
            if (_state == SeatState.Seated) Connection.Deliver(block, segment);
            else if (_state == SeatState.Holding && !segment.IsSignal) Hold(block, segment);
        }
    }

    /// <summary>Seats it: the frame, then what was held meanwhile, then everything that follows.</summary>
    /// <returns>False when it has left, or when more was delivered meanwhile than can be held: it is then as before it arrived.</returns>
    public bool TrySeat(MessageData joined, bool seesPresence)
    {
        lock (_gate)
        {
            if (_state is SeatState.Gone or SeatState.Overrun) return false;
            SeesPresence = seesPresence;
            Connection.PostFrame(joined);
            Release();
            return true;
        }
    }

    /// <summary>After it was overrun: it waits to be seated anew.</summary>
    public void BeginAgain()
    {
        lock (_gate)
        {
            if (_state == SeatState.Overrun) _state = SeatState.Arriving;
        }
    }

    /// <summary>From here on what is delivered waits for <see cref="TrySeat"/>: changes of presence, too, since those build on what the <c>joined</c> will show.</summary>
    public void BeginHolding(bool seesPresence)
    {
        lock (_gate)
        {
            SeesPresence = seesPresence;
            if (_state is SeatState.Arriving or SeatState.Seated) _state = SeatState.Holding;
        }
    }

    /// <summary>It is told no more who is present.</summary>
    public void HidePresence(MessageData last)
    {
        lock (_gate)
        {
            if (_state != SeatState.Seated) return;
            SeesPresence = false;
            Connection.PostFrame(last);
        }
    }

    /// <summary>What it asked for cannot be had: a member that was seated before goes on where it was. False for one that was not, or that has lost something meanwhile.</summary>
    public bool TryResume()
    {
        lock (_gate)
        {
            if (_state == SeatState.Seated) return true;
            if (!_wasSeated || _state != SeatState.Holding) return false;
            Release();
            return true;
        }
    }

    /// <summary>Nothing more reaches it.</summary>
    /// <param name="farewell">A last frame; null for none.</param>
    public void Leave(MessageData? farewell = null)
    {
        lock (_gate)
        {
            if (_state == SeatState.Gone) return;
            _state = SeatState.Gone;
            Drop();
            if (farewell is { } frame) Connection.PostFrame(frame);
        }
    }

    private void Release()
    {
        foreach (var (block, segment) in _held ?? []) Connection.Deliver(block, segment);
        Drop();
        _state = SeatState.Seated;
        _wasSeated = true;
    }

    private void Hold(Block block, in Segment segment)
    {
        _heldBytes += segment.Length;
        _heldMessages += segment.Messages;
        // The joined before them may be half an outbox.
        if (_heldBytes > Connection.Options.OutboxBytes / 4 || _heldMessages > Connection.Options.OutboxMessages / 4)
        {
            Drop();
            _state = SeatState.Overrun;
            return;
        }

        block.AddReference();
        (_held ??= []).Add((block, segment));
    }

    private void Drop()
    {
        foreach (var (block, _) in _held ?? []) block.Release();
        (_held, _heldBytes, _heldMessages) = (null, 0, 0);
    }

    private enum SeatState
    {
        /// <summary>It is a member, and has not been told so yet.</summary>
        Arriving,

        /// <summary>Its past is being read.</summary>
        Holding,

        /// <summary>More came than it may hold.</summary>
        Overrun,

        Seated,
        Gone,
    }
}
