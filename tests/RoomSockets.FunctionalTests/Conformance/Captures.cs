using System.Text.Json.Nodes;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>What <c>$name</c> stands for in one case: captured where it is expected first, compared afterwards, inserted where something is sent.</summary>
internal sealed class Captures
{
    private readonly Dictionary<string, JsonNode?> _values = new(StringComparer.Ordinal);

    /// <summary>The same value with the captures in the place of their names.</summary>
    public JsonNode? Insert(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Insert(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Insert)]),
        JsonValue value when NameOf(value) is { } name => Find(name)?.DeepClone(),
        _ => node?.DeepClone(),
    };

    /// <summary>The same path with the captures, percent-encoded, in the place of their names.</summary>
    public string InsertInto(string path)
    {
        foreach (var (name, value) in _values) path = path.Replace(name, Uri.EscapeDataString(value!.ToString()), StringComparison.Ordinal);
        return path;
    }

    /// <summary>What is wrong with a value; null where it is what was expected.</summary>
    /// <param name="expected">Fields that it does not mention do not matter.</param>
    /// <param name="actual">What came.</param>
    /// <param name="path">Where this is.</param>
    public string? Differ(JsonNode? expected, JsonNode? actual, string path = "") => expected switch
    {
        JsonObject fields => actual is JsonObject there ? DifferAny(fields.Select(field => DifferField(field.Key, field.Value, there, $"{path}.{field.Key}"))) : Wrong(path, expected, actual),
        JsonArray items => actual is JsonArray list && list.Count == items.Count ? DifferAny(items.Select((item, i) => Differ(item, list[i], $"{path}[{i}]"))) : Wrong(path, expected, actual),
        JsonValue value when NameOf(value) is { } name => DifferCaptured(name, actual, path),
        _ => Text(expected) == Text(actual) ? null : Wrong(path, expected, actual),
    };

    private string? DifferField(string name, JsonNode? expected, JsonObject actual, string path)
    {
        var isThere = actual.TryGetPropertyValue(name, out var value);
        if (expected is JsonValue none && NameOf(none) == "$none") return isThere ? $"{path} must not be there, and is {Text(value)}" : null;
        return isThere ? Differ(expected, value, path) : $"{path} is missing";
    }

    private string? DifferCaptured(string name, JsonNode? actual, string path)
    {
        if (name == "$any" || _values.TryAdd(name, actual?.DeepClone())) return null;
        return Text(_values[name]) == Text(actual) ? null : $"{path} is {Text(actual)}, and {name} was {Text(_values[name])}";
    }

    private JsonNode? Find(string name) => _values.TryGetValue(name, out var value) ? value : throw new InvalidOperationException($"The case uses {name} before it is captured.");

    private static string? DifferAny(IEnumerable<string?> differences) => differences.FirstOrDefault(difference => difference is not null);

    private static string Wrong(string path, JsonNode? expected, JsonNode? actual) => $"{path} is {Text(actual)} instead of {Text(expected)}";

    /// <summary>Numbers as they are written: what is carried back verbatim is compared verbatim.</summary>
    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static string? NameOf(JsonValue value) => value.TryGetValue<string>(out var text) && text.Length > 1 && text[0] == '$' ? text : null;
}
