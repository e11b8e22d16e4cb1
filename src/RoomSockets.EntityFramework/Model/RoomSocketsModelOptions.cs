namespace RoomSockets.EntityFramework;

/// <summary>Where the tables of RoomSockets lie in the host's database.</summary>
public sealed class RoomSocketsModelOptions
{
    /// <summary>The schema, where the database has schemas; null for its default.</summary>
    /// <value>null</value>
    public string? Schema { get; set; }

    /// <summary>What table names begin with; may be empty.</summary>
    /// <value>roomsockets_</value>
    public string TablePrefix { get; set; } = "roomsockets_";
}
