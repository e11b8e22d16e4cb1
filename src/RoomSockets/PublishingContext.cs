namespace RoomSockets;

/// <summary>Something that is about to go to all receivers of a room, or of a conversation of two.</summary>
public sealed class PublishingContext
{
    internal PublishingContext(string? room, string? to, MessageKind kind, MessageData data, IConnection? sender, bool isNumbered, string? name, CancellationToken cancellation) =>
        (Room, To, Kind, IsNumbered, Data, Sender, Name, Cancellation) = (room, to, kind, isNumbered, data, sender, name, cancellation);

    /// <summary>The room, normalised; null in a conversation of two.</summary>
    public string? Room { get; }

    /// <summary>The id of the other user of a conversation of two; null for a room.</summary>
    public string? To { get; }

    /// <summary>What it is.</summary>
    public MessageKind Kind { get; }

    /// <summary>What it says. Set it to change what is stored and what everybody gets.</summary>
    /// <exception cref="ArgumentException">Binary data in the place of what takes an offset.</exception>
    public MessageData Data
    {
        get;
        set => field = !(IsNumbered && value.IsBinary) ? value : throw new ArgumentException("Binary data has no offset and is never stored, so it cannot take the place of text that is.", nameof(value));
    }

    /// <summary>The connection that it comes from; null for the application's own.</summary>
    public IConnection? Sender { get; }

    /// <summary>Whether it takes an offset, and is stored where there is a store.</summary>
    public bool IsNumbered { get; }

    /// <summary>The name of a signal; null for everything else.</summary>
    public string? Name { get; }

    /// <summary>Cancelled when nobody waits for it any more.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Puts it into the room: the end of the way.</summary>
    internal Func<MessageData, ValueTask>? Post { get; init; }

    internal ValueTask EndAsync() => Post?.Invoke(Data) ?? ValueTask.CompletedTask;
}
