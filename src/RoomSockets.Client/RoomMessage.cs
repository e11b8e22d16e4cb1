using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets.Client;

/// <summary>One message of a room.</summary>
public sealed record RoomMessage
{
    /// <summary>Its place in the room: one more than the message before it. The first is 1.</summary>
    public required long Offset { get; init; }

    /// <summary>Who sent it; null for the server and for anonymous connections.</summary>
    public RoomUser? From { get; init; }

    /// <summary>The key under which it was published; null where the sender gave none.</summary>
    public string? Key { get; init; }

    /// <summary>What was published: any JSON value. <see cref="JsonValueKind.Undefined"/> when it is deleted.</summary>
    public JsonElement Data { get; init; }

    /// <summary>When the server took it (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether only its place is left. Occurs in history, never in what <see cref="ClientRoom.ReadAllAsync"/> delivers.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The text as raw members of the room see it: a string itself, any other value as its JSON; empty when it is deleted.</summary>
    public string Text => JsonData.TextOf(Data);

    /// <summary>Reads <see cref="Data"/> without reflection.</summary>
    /// <param name="type">How, from a source-generated context.</param>
    /// <exception cref="JsonException">The value is of another form.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => Data.Deserialize(type);
}
