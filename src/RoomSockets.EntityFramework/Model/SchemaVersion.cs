namespace RoomSockets.EntityFramework;

/// <summary>One row that tells which tables these are, so that a host that is newer or older says so when it starts.</summary>
public sealed class SchemaVersion
{
    /// <summary>Always 1.</summary>
    public int Id { get; set; }

    /// <summary>The version of the tables, from 1.</summary>
    public int Version { get; set; }
}
