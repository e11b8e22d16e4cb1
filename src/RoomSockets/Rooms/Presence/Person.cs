namespace RoomSockets;

/// <summary>A user in one room: as it is, and as the others were told.</summary>
internal sealed class Person(string id, string name)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public int Devices { get; set; }

    /// <summary>What the enricher added, as JSON; null for nothing.</summary>
    public MessageData? Info { get; set; }

    /// <summary>When the last device went, as a timestamp.</summary>
    public long WentAt { get; set; }

    public DateTimeOffset LastSeen { get; set; }

    /// <summary>What the others were told; null where they were not told of it.</summary>
    public PresentUser? Told { get; set; }

    /// <summary>What somebody who came meanwhile has seen; null where it is what was told.</summary>
    public PresentUser? Shown { get; set; }
}
