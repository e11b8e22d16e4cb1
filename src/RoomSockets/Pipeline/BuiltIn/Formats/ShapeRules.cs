using System.Globalization;
using System.Text.Json;

namespace RoomSockets;

/// <summary>One rule of a <see cref="JsonShape"/>. Pure.</summary>
internal interface IShapeRule
{
    /// <param name="value">The value.</param>
    /// <param name="path">Where it is; empty for the whole.</param>
    MessageFault? Find(JsonElement value, string path);
}

/// <param name="Name">What is expected, in words.</param>
/// <param name="Kinds">Which kinds are; none for any.</param>
internal sealed record KindRule(string Name, JsonValueKind[] Kinds) : IShapeRule
{
    public MessageFault? Find(JsonElement value, string path) => Kinds.Length == 0 || Kinds.Contains(value.ValueKind) ? null : ShapePath.Fault(path, $"Expected: {Name}.");
}

internal sealed record TextRule(int MinLength, int MaxLength) : IShapeRule
{
    public MessageFault? Find(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String) return ShapePath.Fault(path, "Expected: a string.");
        if (ShapePath.TextOf(value) is not { } text) return ShapePath.Fault(path, "The string is no Unicode.");
        // Most texts need not be counted: they have no more code points than characters.
        var length = text.Length < MinLength || text.Length > MaxLength || MinLength > 0 ? text.EnumerateRunes().Count() : text.Length;
        return length < MinLength || length > MaxLength
            ? ShapePath.Fault(path, string.Create(CultureInfo.InvariantCulture, $"The string has {length} characters; it must have {MinLength} to {MaxLength}."))
            : null;
    }
}

internal sealed record ChoiceRule(string[] Values) : IShapeRule
{
    public MessageFault? Find(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String && ShapePath.TextOf(value) is { } text && Values.Contains(text, StringComparer.Ordinal)
            ? null
            : ShapePath.Fault(path, $"Expected: {string.Join(", ", Values.Select(static one => $"'{one}'"))}.");
}

internal sealed record NumberRule(double Min, double Max) : IShapeRule
{
    public MessageFault? Find(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Number) return ShapePath.Fault(path, "Expected: a number.");
        // A number of a thousand digits is JSON, and infinite.
        return value.TryGetDouble(out var number) && number >= Min && number <= Max
            ? null
            : ShapePath.Fault(path, string.Create(CultureInfo.InvariantCulture, $"The number must be between {Min} and {Max}."));
    }
}

internal sealed record IntegerRule(long Min, long Max) : IShapeRule
{
    public MessageFault? Find(JsonElement value, string path) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= Min && number <= Max
        ? null
        : ShapePath.Fault(path, string.Create(CultureInfo.InvariantCulture, $"Expected: a whole number between {Min} and {Max}."));
}

internal sealed record NullRule(JsonShape Shape) : IShapeRule
{
    public MessageFault? Find(JsonElement value, string path) => value.ValueKind == JsonValueKind.Null ? null : Shape.FindIn(value, path);
}

internal sealed record ArrayRule(JsonShape Items, int MaxItems) : IShapeRule
{
    public MessageFault? Find(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Array) return ShapePath.Fault(path, "Expected: an array.");
        if (value.GetArrayLength() > MaxItems) return ShapePath.Fault(path, string.Create(CultureInfo.InvariantCulture, $"The array may have {MaxItems} values."));
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (Items.FindIn(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]")) is { } fault) return fault;
        }

        return null;
    }
}

internal sealed record ObjectRule(Dictionary<string, (JsonShape Shape, bool IsRequired)> Properties, bool IsClosed) : IShapeRule
{
    public MessageFault? Find(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object) return ShapePath.Fault(path, "Expected: an object.");
        foreach (var (name, (shape, isRequired)) in Properties)
        {
            if (value.TryGetProperty(name, out var property))
            {
                if (shape.FindIn(property, ShapePath.Join(path, name)) is { } fault) return fault;
            }
            else if (isRequired)
            {
                return ShapePath.Fault(ShapePath.Join(path, name), "This field is required.");
            }
        }

        return IsClosed ? FindUnknown(value, path) : null;
    }

    /// <summary>The name is the client's own, so no more of it is sent back than helps.</summary>
    private MessageFault? FindUnknown(JsonElement value, string path)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (!Properties.ContainsKey(property.Name)) return ShapePath.Fault(ShapePath.Join(path, ShapePath.Cut(property.Name)), "There is no such field.");
        }

        return null;
    }
}

/// <summary>Names of fields in answers. Pure.</summary>
internal static class ShapePath
{
    private const int MaxName = 64;

    public static MessageFault Fault(string path, string message) => new(path.Length == 0 ? MessageFault.Whole : path, message);

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public static string Cut(string name) => name.Length <= MaxName ? name : string.Concat(name.AsSpan(0, MaxName), "…");

    /// <summary>Null for a string with half a surrogate pair.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
