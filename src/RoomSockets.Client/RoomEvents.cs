using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets.Client;

/// <summary>Something fleeting that was said in a room: typing, a cursor, a notice of the server.</summary>
/// <param name="Name">What it is; <c>notice</c> is text of the server.</param>
/// <param name="From">Who; null for the server and for anonymous connections.</param>
/// <param name="Data">Any JSON value; undefined when there is none.</param>
public sealed record RoomSignal(string Name, RoomUser? From, JsonElement Data)
{
    /// <summary>A string itself, any other value as its JSON.</summary>
    public string Text => JsonData.TextOf(Data);

    /// <summary>Reads <see cref="Data"/> without reflection.</summary>
    /// <param name="type">How, from a source-generated context.</param>
    /// <exception cref="JsonException">The value is of another form.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => Data.Deserialize(type);
}

/// <summary>Messages that cannot be delivered: the server no longer has them at hand. Page the history to see what is left of them.</summary>
/// <param name="From">The first missing offset.</param>
/// <param name="To">The last missing offset; less than <paramref name="From"/> when the room began anew and is empty.</param>
/// <param name="HasRestarted">Whether the room began anew: offsets that were seen before mean nothing any more.</param>
public sealed record RoomGap(long From, long To, bool HasRestarted);

/// <summary>A message was deleted, or its content changed.</summary>
/// <param name="Offset">The message's place.</param>
/// <param name="Data">The new content; null when the message is deleted.</param>
public sealed record Redaction(long Offset, JsonElement? Data);

/// <summary>The membership ended.</summary>
/// <param name="Reason">Why (<c>kicked</c>, <c>banned</c>, <c>forbidden</c>, …); null when the application left by itself.</param>
/// <param name="Until">When the server will have this user back; null when it did not say.</param>
public sealed record RoomLeft(string? Reason, DateTimeOffset? Until);
