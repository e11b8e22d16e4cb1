namespace RoomSockets;

/// <summary>A frame for those who speak the sub-protocol that has no place in the room's order: a signal, a notice, a change of presence.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="How">Signal or not, and who does not get it.</param>
/// <param name="IsPresence">Only for those who asked for presence.</param>
internal sealed record Announcement(byte[] Frame, PostOptions How, bool IsPresence = false)
{
    /// <summary>What it changes of what was said before; null for nothing.</summary>
    public Redaction? Redaction { get; init; }
}

/// <summary>One of the things that wait in a room, in order.</summary>
internal readonly record struct RoomItem(Publication? Publication, Announcement? Announcement);
