using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets.Client;

/// <summary>A message from one user to another, on each of their devices but the one that sent it.</summary>
public sealed record DirectMessage
{
    /// <summary>Its place in the conversation of the two; 0 when the server stores none.</summary>
    public required long Offset { get; init; }

    /// <summary>Who sent it. It may be the own user, on another device.</summary>
    public RoomUser? From { get; init; }

    /// <summary>The id of the user to whom it was sent.</summary>
    public required string To { get; init; }

    /// <summary>The key under which it was sent; null where the sender gave none.</summary>
    public string? Key { get; init; }

    /// <summary>What was sent: any JSON value.</summary>
    public JsonElement Data { get; init; }

    /// <summary>When the server took it (UTC).</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>A string itself, any other value as its JSON.</summary>
    public string Text => JsonData.TextOf(Data);

    /// <summary>Reads <see cref="Data"/> without reflection.</summary>
    /// <param name="type">How, from a source-generated context.</param>
    /// <exception cref="JsonException">The value is of another form.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => Data.Deserialize(type);
}
