namespace RoomSockets;

/// <summary>A numbered message on its way through a room: who said it, what it is to be called, and who wants to hear of it.</summary>
internal sealed class Publication
{
    /// <summary>What is stored before anybody gets it; null where nothing is.</summary>
    public NewAlert? Alert { get; init; }

    /// <summary>Whose message it is; null for the application's own.</summary>
    public UserRef? From { get; init; }

    /// <summary>The connection that sent it; null for none.</summary>
    public Connection? Sender { get; init; }

    /// <summary>The sender's own key; null for none.</summary>
    public string? Key { get; init; }

    public bool IsJson { get; init; }

    /// <summary>The other user of a conversation of two; null in a room.</summary>
    public string? To { get; init; }

    /// <summary>Completes with the offset, or fails; null where nobody waits.</summary>
    public TaskCompletionSource<long>? Done { get; init; }

    /// <summary>How a sender that speaks the sub-protocol wants to hear of it; null for one that does not.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>Where its frame begins in the block; -1 for one that is not delivered, because the same key was published before.</summary>
    public int Start { get; set; } = -1;

    /// <summary>Where others of its key find its place; null where nobody looks.</summary>
    public MessagePlace? Place { get; set; }

    /// <summary>Its offset; 0 while it has none, and for ever where it was not stored.</summary>
    public long Offset
    {
        get;
        set
        {
            field = value;
            if (Place is { } place) place.Offset = value;
        }
    }

    public DateTimeOffset At { get; set; }

    /// <summary>Whether its key was there before.</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>The place of the first one of its key, where the room itself knew it.</summary>
    public MessagePlace? First { get; set; }

    /// <summary>Whose key it is: the user's, and without one the connection's.</summary>
    public string? KeyOwner => From?.Id ?? Sender?.Id;

    /// <summary>Whether it is new, and on its way to the members.</summary>
    public bool IsDelivered => Offset > 0 && !IsDuplicate;
}

/// <summary>The place of a message, which is remembered longer than the message.</summary>
internal sealed class MessagePlace
{
    /// <summary>0 while it is not known, and where there is none.</summary>
    public long Offset { get; set; }

    /// <summary>Whether the store did not take the message; known when its batch is done.</summary>
    public bool HasFailed { get; set; }
}

/// <summary>How the sender of a <c>publish</c> or <c>direct</c> hears of it.</summary>
/// <param name="Id">The frame's id, as JSON; empty where only failures are told.</param>
/// <param name="Echo">Whether the sender gets its own message; else a <c>skip</c> stands in its place.</param>
internal sealed record Receipt(byte[] Id, bool Echo = true)
{
    /// <summary>For those who want to hear of failures alone, and get their own messages like everybody.</summary>
    public static Receipt OfFailures { get; } = new([]);
}
