namespace RoomSockets;

/// <summary>What a client asks for. Which fields mean something depends on the type; the bytes are those that arrived.</summary>
internal sealed class ClientFrame
{
    public ClientFrameType Type { get; set; }

    /// <summary>The client's own mark, as JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Id { get; set; }

    public string? Room { get; set; }

    public string? To { get; set; }

    public string? Key { get; set; }

    public string? Name { get; set; }

    public string? Status { get; set; }

    public string? Token { get; set; }

    /// <summary>The content; null where there is none.</summary>
    public MessageData? Data { get; set; }

    public bool Echo { get; set; } = true;

    public Position? Since { get; set; }

    public int? History { get; set; }

    public bool Presence { get; set; }

    public long? Before { get; set; }

    public long? After { get; set; }

    public int? Limit { get; set; }

    /// <summary>As new: a connection reads one frame after the other into the same object.</summary>
    public void Clear()
    {
        (Type, Id, Room, To, Key, Name, Status, Token) = (default, default, null, null, null, null, null, null);
        (Data, Echo, Since, History, Presence, Before, After, Limit) = (null, true, null, null, false, null, null, null);
    }
}

/// <summary>A place in a room's order.</summary>
/// <param name="Offset">The last offset that was seen; 0 for none.</param>
/// <param name="Epoch">Changes where offsets begin anew.</param>
internal readonly record struct Position(long Offset, string Epoch);

internal enum ClientFrameType
{
    Join,
    Leave,
    Publish,
    Signal,
    Direct,
    Status,
    History,
    Auth,
    Ping,
}

/// <summary>The fields that mean something to us.</summary>
[Flags]
internal enum FrameField
{
    None = 0,
    Type = 1,
    Id = 1 << 1,
    Room = 1 << 2,
    To = 1 << 3,
    Data = 1 << 4,
    Key = 1 << 5,
    Echo = 1 << 6,
    Since = 1 << 7,
    History = 1 << 8,
    Presence = 1 << 9,
    Name = 1 << 10,
    Status = 1 << 11,
    Token = 1 << 12,
    Before = 1 << 13,
    After = 1 << 14,
    Limit = 1 << 15,
}
