using System.Text;
using System.Text.Json;

namespace RoomSockets;

/// <summary>Which frames a client may send, what fields they have, and what those must be. Pure.</summary>
internal static class ClientFrameRules
{
    private static readonly (byte[] Name, FrameField Field)[] Names =
        [.. Enum.GetValues<FrameField>().Where(static field => field != FrameField.None).Select(static field => (Encoding.UTF8.GetBytes(field.ToString().ToLowerInvariant()), field))];

    /// <summary>What a field's value must be; for texts the bounds are lengths in UTF-16 units.</summary>
    public static Dictionary<FrameField, (string Rule, long Min, long Max)> Fields { get; } = new()
    {
        [FrameField.Room] = ("'room' is the name of a room.", 0, 600),
        [FrameField.To] = ("'to' is the id of a user, 1 to 256 characters.", 1, 256),
        [FrameField.Data] = ("'data' is any JSON value without a lone surrogate.", 0, 0),
        [FrameField.Key] = ("'key' is a string of 1 to 64 characters.", 1, 64),
        [FrameField.Echo] = ("'echo' is true or false.", 0, 0),
        [FrameField.Since] = ("'since' is {\"offset\":number,\"epoch\":string} from joined and the messages after it.", 0, 0),
        [FrameField.History] = ("'history' is a whole number from 0 to 200.", 0, 200),
        [FrameField.Presence] = ("'presence' is true or false.", 0, 0),
        [FrameField.Name] = ("'name' is a string of 1 to 64 characters.", 1, 64),
        [FrameField.Status] = ("'status' is a string of 1 to 64 characters.", 1, 64),
        [FrameField.Token] = ("'token' is a string.", 1, 65536),
        [FrameField.Before] = ("'before' is an offset.", 0, long.MaxValue),
        [FrameField.After] = ("'after' is an offset.", 0, long.MaxValue),
        [FrameField.Limit] = ("'limit' is a whole number from 1 to 200.", 1, 200),
    };

    private static readonly byte[][] Types = [.. Enum.GetNames<ClientFrameType>().Select(static name => Encoding.UTF8.GetBytes(name.ToLowerInvariant()))];

    /// <summary>What each type needs, and what it takes beside that; by the number of the type.</summary>
    public static (FrameField Needs, FrameField Takes)[] Uses { get; } = [.. Enum.GetValues<ClientFrameType>().Select(static type => type switch
    {
        ClientFrameType.Join => (FrameField.Room, FrameField.Since | FrameField.History | FrameField.Presence),
        ClientFrameType.Leave => (FrameField.Room, FrameField.None),
        ClientFrameType.Publish => (FrameField.Room | FrameField.Data, FrameField.Key | FrameField.Echo),
        ClientFrameType.Signal => (FrameField.Room | FrameField.Name, FrameField.Data),
        ClientFrameType.Direct => (FrameField.To | FrameField.Data, FrameField.Key),
        ClientFrameType.Status => (FrameField.Status, FrameField.None),
        ClientFrameType.History => (FrameField.None, FrameField.Room | FrameField.To | FrameField.Before | FrameField.After | FrameField.Limit),
        ClientFrameType.Auth => (FrameField.Token, FrameField.None),
        _ => (FrameField.None, FrameField.None),
    })];

    /// <summary>The type that the string at hand names; null for none of ours.</summary>
    public static ClientFrameType? TypeOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped) return null;
        for (var i = 0; i < Types.Length; i++)
            if (reader.ValueTextEquals(Types[i])) return (ClientFrameType)i;
        return null;
    }

    public static FrameField FieldOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped) return FrameField.None;
        foreach (var (name, field) in Names)
            if (reader.ValueTextEquals(name)) return field;
        return FrameField.None;
    }

    public static string NameOf(FrameField field) => Encoding.UTF8.GetString(Names.First(one => one.Field == field).Name);

    public static FrameField? Lowest(FrameField fields) => fields == FrameField.None ? null : (FrameField)((int)fields & -(int)fields);

    public static bool IsNumber(FrameField field) => field is FrameField.History or FrameField.Limit or FrameField.Before or FrameField.After;
}
