using System.Text.Json;

namespace RoomSockets;

/// <summary>
/// What a JSON value must look like: which properties, of which kind, how long. No type and no reflection is needed for it. A shape
/// does not change, and is safe for concurrent use.
/// </summary>
/// <remarks>Properties that a shape does not know are let through, as the sub-protocol does with unknown fields; <see cref="Closed"/> refuses them. The same property twice is always refused.</remarks>
public sealed record JsonShape
{
    private readonly IShapeRule _rule;

    private JsonShape(IShapeRule rule) => _rule = rule;

    /// <summary>Any value.</summary>
    public static JsonShape Any { get; } = new(new KindRule("any value", []));

    /// <summary>True or false.</summary>
    public static JsonShape Boolean { get; } = new(new KindRule("true or false", [JsonValueKind.True, JsonValueKind.False]));

    /// <summary>A string.</summary>
    /// <param name="maxLength">The most characters, as Unicode counts them (code points). At least 0.</param>
    /// <param name="minLength">The fewest characters. At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public static JsonShape Text(int maxLength, int minLength = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, minLength);
        return new JsonShape(new TextRule(minLength, maxLength));
    }

    /// <summary>A string that is one of these.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static JsonShape OneOf(params string[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Length == 0 ? throw new ArgumentException("Name at least one value.", nameof(values)) : new JsonShape(new ChoiceRule(values));
    }

    /// <summary>A number.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    public static JsonShape Number(double min = double.MinValue, double max = double.MaxValue) => new(new NumberRule(min, max));

    /// <summary>A whole number.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "The word of JSON Schema for it.")]
    public static JsonShape Integer(long min = long.MinValue, long max = long.MaxValue) => new(new IntegerRule(min, max));

    /// <summary>An array.</summary>
    /// <param name="items">What each of its values looks like.</param>
    /// <param name="maxItems">The most values. At least 0.</param>
    public static JsonShape Array(JsonShape items, int maxItems)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(maxItems);
        return new JsonShape(new ArrayRule(items, maxItems));
    }

    /// <summary>An object; say what is in it with <see cref="Require"/> and <see cref="Allow"/>.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "The word of JSON for it.")]
    public static JsonShape Object() => new(new ObjectRule([], IsClosed: false));

    /// <summary>This object, with a property that must be there.</summary>
    /// <exception cref="InvalidOperationException">This is no object.</exception>
    public JsonShape Require(string name, JsonShape shape) => With(name, shape, isRequired: true);

    /// <summary>This object, with a property that may be there.</summary>
    /// <exception cref="InvalidOperationException">This is no object.</exception>
    public JsonShape Allow(string name, JsonShape shape) => With(name, shape, isRequired: false);

    /// <summary>This object, without any property that was not named.</summary>
    /// <exception cref="InvalidOperationException">This is no object.</exception>
    public JsonShape Closed() => new(AsObject() with { IsClosed = true });

    /// <summary>This shape, or <c>null</c>.</summary>
    public JsonShape OrNull() => new(new NullRule(this));

    /// <summary>What is wrong with a message; null for nothing.</summary>
    internal MessageFault? FindIn(ReadOnlyMemory<byte> json)
    {
        try
        {
            // A property that is there twice is one thing for us and another one for whoever reads it.
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return FindIn(document.RootElement, string.Empty);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter where a name holds half a surrogate pair.
            return new MessageFault(MessageFault.Whole, "The message is no JSON, is more than 32 levels deep, or says a property twice.");
        }
    }

    internal MessageFault? FindIn(JsonElement value, string path) => _rule.Find(value, path);

    private JsonShape With(string name, JsonShape shape, bool isRequired)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        var rule = AsObject();
        return new JsonShape(rule with { Properties = new Dictionary<string, (JsonShape, bool)>(rule.Properties, StringComparer.Ordinal) { [name] = (shape, isRequired) } });
    }

    private ObjectRule AsObject() => _rule as ObjectRule ?? throw new InvalidOperationException("Only an object has properties. Begin with JsonShape.Object().");
}
