using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;

namespace RoomSockets;

/// <summary>Owns one socket: its two directions and its one death.</summary>
internal sealed class Connection : WheelItem, IConnection, IRecipient
{
    private readonly ConnectionServices _services;
    private readonly Outbox _outbox;
    private IReceiver? _receiver;
    private Wire? _wire;
    private CloseReason? _reason;
    private long _decidedAt;
    private CancellationTokenSource? _closing;
    private ConcurrentDictionary<string, object?>? _items;
    private int _lingers;
    private volatile bool _lost;
    private int _told;
    private int _droppedSignals;
    private int _state = (int)ConnectionState.Connecting;

    public Connection(ConnectionRequest request, Identity identity, RoomSocketsOptions options, ConnectionServices services, ConcurrentDictionary<string, object?>? items = null)
    {
        _items = items;
        _services = services;
        _outbox = new Outbox(options.OutboxBytes, options.OutboxMessages, services.Time);
        Request = request;
        Identity = identity;
        Options = options;
        Id = string.Create(18, 0, static (id, _) =>
        {
            "c_".CopyTo(id);
            RandomNumberGenerator.GetHexString(id[2..], lowercase: true);
        });
        ConnectedAt = services.Time.GetUtcNow();
        Input = new ReceiveLoop(this, services);
    }

    public string Id { get; }

    public Identity Identity { get; private set; }

    public RoomSocketsOptions Options { get; }

    public ReceiveLoop Input { get; }

    /// <summary>How the peer wants to be spoken to; null for raw.</summary>
    public IDialect? Dialect { get; init; }

    /// <summary>Whether it is sent deflated messages: negotiated, and with a window as large as ours.</summary>
    public bool Deflates { get; init; }

    /// <summary>What decides on each message that it is to get; null for nothing.</summary>
    public IReceiverFilter? Filter { get; init; }

    public Outbox Outbox => _outbox;

    /// <summary>How many signals it did without.</summary>
    public int DroppedSignals => Volatile.Read(ref _droppedSignals);

    public ConnectionState State => (ConnectionState)Volatile.Read(ref _state);

    public ClaimsPrincipal User => Identity.User;

    public string? UserId => Identity.UserId;

    public string? UserName => Identity.UserName;

    public ConnectionRequest Request { get; }

    public DateTimeOffset ConnectedAt { get; }

    /// <summary>Why it ends; null while nobody has decided so.</summary>
    public CloseReason? Reason => Volatile.Read(ref _reason);

    public IDictionary<string, object?> Items =>
        _items ?? Interlocked.CompareExchange(ref _items, new ConcurrentDictionary<string, object?>(StringComparer.Ordinal), null) ?? _items;

    public CancellationToken Closing
    {
        get
        {
            // Few handlers ask for it, so it comes into being late; whoever decides the end looks for it afterwards.
            var source = _closing ?? Interlocked.CompareExchange(ref _closing, new CancellationTokenSource(), null) ?? _closing;
            if (Reason is not null) _ = source.CancelAsync();
            return source.Token;
        }
    }

    /// <summary>The upgrade is done: from here on it can send, and is looked after.</summary>
    /// <param name="wire">The bytes of both directions.</param>
    /// <param name="receiver">Who serves the messages.</param>
    public void Open(Wire wire, IReceiver receiver)
    {
        (_wire, _receiver) = (wire, receiver);
        Input.Begin(wire.Input);
        Interlocked.CompareExchange(ref _state, (int)ConnectionState.Open, (int)ConnectionState.Connecting);
        _outbox.Attach(wire);
        if (Reason is { } reason)
        {
            Interlocked.CompareExchange(ref _state, (int)ConnectionState.Closing, (int)ConnectionState.Open);
            Tell(reason);
        }

        _services.Wheel.Schedule(this, Reason is null ? ConnectionVitals.NextLook(this, _services.Time) : Wheel.Tick);
    }

    /// <summary>Hands part of a block to the peer, without ever waiting. A peer that cannot take it is closed as too slow; of signals it gets fewer.</summary>
    public void Deliver(Block block, in Segment segment)
    {
        var result = _outbox.TrySend(block, segment, mayRefill: true, out var dropped);
        if (dropped > 0) CountDrops(dropped);
        if (result == SendResult.Full) Close(new CloseReason(CloseCause.TooSlow, CloseCode.TryAgainLater, "too slow"));
        else Watch();
    }

    /// <summary>Sends a ping or a pong, before everything that waits.</summary>
    public void SendControl(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        _outbox.SendControl(opcode, payload);
        Watch();
    }

    public async ValueTask SendAsync(MessageData data, CancellationToken cancellationToken = default)
    {
        CheckSize(data);
        if (Translate(data) is not { } message) return;
        var block = Encode(message);
        try
        {
            var segment = new Segment(0, block.Length, Messages: 1);
            while (_outbox.TrySend(block, segment, mayRefill: false, out _) == SendResult.Full)
                await _outbox.WaitForSpaceAsync(segment).WaitAsync(cancellationToken);
            Watch();
        }
        finally
        {
            block.Release();
        }
    }

    /// <summary>Completes when the peer has taken so much that this many bytes more do not fill the outbox, or nothing can be sent any more.</summary>
    public async ValueTask WaitForSpaceAsync(int bytes)
    {
        // Those who wait are called when it is half empty, and may want more than that.
        while (_outbox.WaitForSpaceAsync(new Segment(0, bytes, Messages: 1)) is { IsCompleted: false } space) await space;
    }

    /// <summary>Sends one message without ever waiting; a peer that cannot take it is closed as too slow.</summary>
    public void Post(MessageData data)
    {
        CheckSize(data);
        if (Translate(data) is { } message) PostFrame(message);
    }

    /// <summary>Sends one message that is in the peer's dialect already, without ever waiting.</summary>
    public void PostFrame(MessageData data)
    {
        var block = Encode(data);
        Deliver(block, new Segment(0, block.Length, Messages: 1));
        block.Release();
    }

    /// <summary>The same user brought a newer token: the connection lives as long as that one.</summary>
    public void Renew(Identity identity)
    {
        Identity = identity;
        _services.Wheel.Schedule(this, ConnectionVitals.NextLook(this, _services.Time));
    }

    private MessageData? Translate(MessageData data) => Dialect is { } dialect ? dialect.Translate(data) : data;

    private Block Encode(MessageData data)
    {
        var block = Block.Rent();
        var opcode = data.IsBinary ? Opcode.Binary : Opcode.Text;
        if (Deflates) FrameDeflater.Append(block, opcode, data.Bytes.Span, Options.DeflateMinBytes);
        else block.Append(opcode, data.Bytes.Span);
        return block;
    }

    public bool Close(int code = CloseCode.NormalClosure, string? reason = null)
    {
        CloseCode.Check(code);
        return Close(new CloseReason(CloseCause.Disconnected, code, Frame.CutReason(reason ?? string.Empty)));
    }

    /// <summary>Decides the end. The first reason wins: it alone reaches the peer, and the rooms are left at once.</summary>
    public bool Close(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null) return false;
        Interlocked.CompareExchange(ref _state, (int)ConnectionState.Closing, (int)ConnectionState.Open);
        Volatile.Write(ref _decidedAt, _services.Time.GetTimestamp());
        Tell(reason);
        if (reason.Cause != CloseCause.ClientClosed) Linger();
        // What waits for a peer that does not read would only keep it from hearing why it is cut off.
        _outbox.Finish(LastFrames(reason), dropWaiting: reason.Cause is CloseCause.TooSlow or CloseCause.TimedOut);
        _ = Volatile.Read(ref _closing)?.CancelAsync();
        if (_receiver is not null) _services.Wheel.Schedule(this, Wheel.Tick);
        return true;
    }

    /// <summary>The server noticed that the peer is gone. While a handler runs nobody reads, so nobody else would notice.</summary>
    public void OnTransportLost()
    {
        _lost = true;
        Interlocked.MemoryBarrier(); // either we see that nobody reads, or the one who stops reading sees that the peer is gone
        if (!Input.IsReading) NoteLoss();
    }

    /// <summary>Called when a handler begins to wait: a peer that went while we still read would otherwise stay until the handler is done.</summary>
    public void NoteLoss()
    {
        if (_lost) Close(new CloseReason(CloseCause.ConnectionLost, 1006, string.Empty));
    }

    /// <summary>Cuts the transport without another word.</summary>
    public void Abort() { lock (_outbox) _wire?.Abort(); }

    /// <summary>The receive loop is over: lets the last frame out, then lets go of the stream.</summary>
    public async Task EndAsync()
    {
        await _outbox.WhenIdleAsync();
        await _outbox.DetachAsync();
        lock (_outbox) _wire = null; // whoever cuts from here on would cut what the server does next with it
        Volatile.Write(ref _state, (int)ConnectionState.Closed);
        _services.Wheel.Remove(this);
        StopLingering();
    }

    public override TimeSpan? Check()
    {
        if (State == ConnectionState.Closed) return null;
        return Reason is null ? ConnectionVitals.Check(this, _services.Time) : CheckClosing();
    }

    private byte[] LastFrames(CloseReason reason)
    {
        if (Dialect?.Part(reason) is not { } goodbye) return Frame.Close(reason.Code, reason.Text);
        var close = Frame.Close(goodbye.Code, goodbye.Text);
        if (goodbye.LastWords.IsEmpty) return close;
        var words = new byte[Frame.Size(goodbye.LastWords.Length)];
        goodbye.LastWords.Span.CopyTo(words.AsSpan(Frame.WriteHeader(words, Opcode.Text, goodbye.LastWords.Length)));
        return [.. words, .. close];
    }

    /// <summary>The peer of a connection that we end has a moment to hang up, if there is a place for it.</summary>
    private void Linger()
    {
        if (!_services.TryLinger(Options.MaxLingeringCloses)) return;
        Interlocked.Exchange(ref _lingers, 1);
        // It may have hung up already, and what ended then did not know of this place.
        if (State == ConnectionState.Closed) StopLingering();
    }

    private void StopLingering()
    {
        if (Interlocked.Exchange(ref _lingers, 0) == 1) _services.StopLingering();
    }

    /// <summary>Decided before it was open, the end is told when there is somebody to tell; never twice.</summary>
    private void Tell(CloseReason reason)
    {
        if (_receiver is { } receiver && Interlocked.Exchange(ref _told, 1) == 0) receiver.OnClosing(reason);
    }

    /// <summary>The time of a peer that does not take what it is sent has begun to run, and the wheel may have no other reason to look soon.</summary>
    private void Watch()
    {
        if (_outbox.IsWaiting) _services.Wheel.Schedule(this, Options.OutboxTimeout);
    }

    /// <summary>Refuses what no outbox could ever hold.</summary>
    private void CheckSize(MessageData data)
    {
        if (data.Bytes.Length > Options.OutboxBytes - Frame.MaxHeader)
            throw new ArgumentException($"The message has {data.Bytes.Length} bytes; an outbox holds {Options.OutboxBytes}. Send less, or raise RoomSocketsOptions.OutboxBytes.", nameof(data));
    }

    /// <summary>Saying goodbye is bounded: the queue has the outbox's time, the peer has <see cref="RoomSocketsOptions.CloseTimeout"/> to hang up.</summary>
    private TimeSpan CheckClosing()
    {
        var finished = _outbox.FinishedAt;
        var over = finished == 0
            ? _services.Time.GetElapsedTime(Volatile.Read(ref _decidedAt)) >= Options.OutboxTimeout
            : _lingers == 0 || _services.Time.GetElapsedTime(finished) >= Options.CloseTimeout;
        if (over) Abort();
        return Wheel.Tick;
    }

    private void CountDrops(int signals)
    {
        _services.Drops.Count(signals);
        Interlocked.Add(ref _droppedSignals, signals);
    }
}
