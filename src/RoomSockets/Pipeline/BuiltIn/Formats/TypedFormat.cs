using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets;

/// <summary>Reads a message as a type and checks the value.</summary>
internal sealed class TypedFormat<T>(JsonTypeInfo<T> typeInfo, Func<T, MessageFault?> check)
{
    private const int MaxDepth = 32;
    private readonly string[] _required = [.. typeInfo.Properties.Where(static property => property.IsRequired).Select(static property => property.Name)];

    public MessageFault? Find(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            var value = JsonSerializer.Deserialize(ref reader, typeInfo);
            if (reader.Read()) return MessageFault.NoJson;
            return value is null ? new MessageFault(MessageFault.Whole, "The message is null.") : check(value);
        }
        catch (JsonException error)
        {
            return FindMissing(json) ?? new MessageFault(FieldOf(error.Path), "The value is not of the expected kind.");
        }
    }

    /// <summary>Which required property is absent; the exception only says so in words that name our types.</summary>
    private MessageFault? FindMissing(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var names = document.RootElement.EnumerateObject().Select(static property => property.Name).ToHashSet(
                typeInfo.Options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
            var missing = Array.Find(_required, name => !names.Contains(name));
            return missing is null ? null : new MessageFault(missing, "This field is required.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return MessageFault.NoJson;
        }
    }

    /// <summary>A path of the serializer without its root.</summary>
    private static string FieldOf(string? path) => path switch
    {
        null or "$" => MessageFault.Whole,
        _ when path.StartsWith("$.", StringComparison.Ordinal) => path[2..],
        _ => path[1..],
    };
}
