using System.Text.Json;
using System.Text.Json.Nodes;

namespace RoomSockets.Client.Tests;

/// <summary>Owns the variables of one case, and compares what came with what is expected of it.</summary>
internal sealed class Pattern
{
    private readonly Dictionary<string, JsonElement> _variables = new(StringComparer.Ordinal);

    /// <summary>What is different; null when nothing that is mentioned is.</summary>
    public string? Differs(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (expected.ValueKind == JsonValueKind.String && expected.GetString() is ['$', .. var name]) return DiffersFromVariable(name, actual, path);
        return expected.ValueKind switch
        {
            JsonValueKind.Object when actual.ValueKind == JsonValueKind.Object => expected.EnumerateObject()
                .Select(field => actual.TryGetProperty(field.Name, out var value) ? Differs(field.Value, value, $"{path}.{field.Name}") : $"{path}.{field.Name} is missing")
                .FirstOrDefault(difference => difference is not null),
            JsonValueKind.Array when actual.ValueKind == JsonValueKind.Array && expected.GetArrayLength() == actual.GetArrayLength() => expected.EnumerateArray()
                .Zip(actual.EnumerateArray(), (one, other) => Differs(one, other, $"{path}[]"))
                .FirstOrDefault(difference => difference is not null),
            _ => JsonElement.DeepEquals(expected, actual) ? null : $"{path} is {actual} instead of {expected}",
        };
    }

    /// <summary>A frame of the server as it travels: variables replaced, a string as it is.</summary>
    public string Fill(JsonElement frame) => frame.ValueKind == JsonValueKind.String ? frame.GetString()! : Fill(JsonNode.Parse(frame.GetRawText()))?.ToJsonString() ?? "null";

    private JsonNode? Fill(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList()) fields[name] = Fill(value?.DeepClone());
                return fields;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Fill(item?.DeepClone()))]);
            case JsonValue value when value.TryGetValue<string>(out var text) && text is ['$', .. var name] && _variables.TryGetValue(name, out var known):
                return JsonNode.Parse(known.GetRawText());
            default:
                return node;
        }
    }

    private string? DiffersFromVariable(string name, JsonElement actual, string path)
    {
        if (name == "any") return null;
        if (_variables.TryAdd(name, actual)) return null;
        return JsonElement.DeepEquals(_variables[name], actual) ? null : $"{path} is {actual} instead of {_variables[name]}";
    }
}
