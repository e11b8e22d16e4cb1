using System.Text.Json;

namespace RoomSockets;

/// <summary>Who is present, as JSON. Pure.</summary>
internal static class PresenceFrames
{
    /// <summary>The member <c>presence</c> of <c>joined</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="users">Who is there; null where they are too many to be listed.</param>
    /// <param name="count">How many.</param>
    public static void WriteSnapshot(Utf8JsonWriter json, IEnumerable<(PresentUser User, MessageData? Info)>? users, int count)
    {
        json.WriteStartObject("presence"u8);
        json.WriteNumber("count"u8, count);
        if (users is not null)
        {
            json.WriteStartArray("users"u8);
            foreach (var (user, info) in users) WriteUser(json, user, info);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static byte[] WriteChange(string room, PresenceChange change)
    {
        using var text = JsonText.Rent();
        var json = text.Writer;
        ServerFrames.Begin(json, "presence"u8);
        json.WriteString("room"u8, room);
        // A frame without any list says that there is none: an anonymous connection that came needs an empty one.
        if (change.IsListed) WriteUsers(json, "joined"u8, change.Joined);
        if (change.Left.Count > 0)
        {
            json.WriteStartArray("left"u8);
            foreach (var person in change.Left) WriteLeft(json, person);
            json.WriteEndArray();
        }

        if (change.Changed.Count > 0) WriteUsers(json, "changed"u8, change.Changed);
        json.WriteNumber("count"u8, change.Count);
        json.WriteEndObject();
        return text.Utf8.ToArray();
    }

    private static void WriteUsers(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<Person> people)
    {
        json.WriteStartArray(name);
        foreach (var person in people) WriteUser(json, person.Told!, person.Info);
        json.WriteEndArray();
    }

    private static void WriteUser(Utf8JsonWriter json, PresentUser user, MessageData? info)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, user.Id);
        json.WriteString("name"u8, user.Name);
        json.WriteNumber("devices"u8, user.Devices);
        json.WriteString("status"u8, user.Status);
        if (info is { } added)
        {
            json.WritePropertyName("info"u8);
            if (added.IsJson) json.WriteRawValue(added.Bytes.Span, skipInputValidation: true);
            else json.WriteStringValue(added.Bytes.Span);
        }

        json.WriteEndObject();
    }

    private static void WriteLeft(Utf8JsonWriter json, Person person)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, person.Id);
        json.WriteString("name"u8, person.Name);
        MessageItem.WriteTime(json, "lastSeen"u8, person.LastSeen);
        json.WriteEndObject();
    }
}
