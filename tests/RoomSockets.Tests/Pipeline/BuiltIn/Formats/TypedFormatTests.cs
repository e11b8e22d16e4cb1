using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json.Serialization;

namespace RoomSockets.Tests;

public sealed partial class TypedFormatTests
{
    [Theory]
    [InlineData("""{"name":"Ann","amount":1}""", null)]
    [InlineData("""{"amount":1}""", "name")]
    [InlineData("""{"name":"","amount":1}""", "name")]
    [InlineData("""{"name":"abcdefghijk","amount":1}""", "name")]
    [InlineData("""{"name":"Ann","amount":0}""", "amount")]
    [InlineData("""{"name":"Ann","amount":"x"}""", "amount")]
    [InlineData("""{"name":"Ann","amount":1,"mail":"x"}""", "e-mail")]
    [InlineData("""{"name":"Ann","amount":1,"e-mail":"x"}""", "e-mail")]
    [InlineData("""{"name":"twice","amount":9}""", "amount")]
    [InlineData("null", "data")]
    [InlineData("[]", "data")]
    [InlineData("hello", "data")]
    [InlineData("""{"name":"Ann","amount":1} 2""", "data")]
    [InlineData("""{"name":"\uD800","amount":1}""", "name")]
    public void Find_OfAnAnnotatedRecord_NamesTheField(string json, string? field)
    {
        var rules = new AnnotatedRules<Order>(OrderJson.Default.Order);
        var fault = new TypedFormat<Order>(OrderJson.Default.Order, rules.Find).Find(Encoding.UTF8.GetBytes(json));

        // An unknown property is none that is wrong.
        fault?.Field.Should().Be(json.Contains("\"mail\"", StringComparison.Ordinal) ? null : field);
        (fault is null).Should().Be(field is null || json.Contains("\"mail\"", StringComparison.Ordinal));
        fault?.Message.Should().NotContain("System.").And.NotContain(nameof(Order));
    }

    [Fact]
    public void Find_OfARequiredPropertyThatIsAbsent_NamesIt()
    {
        var format = new TypedFormat<Letter>(OrderJson.Default.Letter, static _ => null);

        format.Find("{\"to\":\"x\"}"u8.ToArray()).Should().Be(new MessageFault("text", "This field is required."));
    }

    [Fact]
    public void Find_WithAFunction_TellsWhatItSays()
    {
        var format = new TypedFormat<Letter>(OrderJson.Default.Letter, static letter => letter.To == "nobody" ? new MessageFault("to", "There is nobody.") : null);

        format.Find("{\"to\":\"nobody\",\"text\":\"x\"}"u8.ToArray()).Should().Be(new MessageFault("to", "There is nobody."));
        format.Find("{\"to\":\"ann\",\"text\":\"x\"}"u8.ToArray()).Should().BeNull();
    }

    /// <summary>Annotations on parameters, on a property, and on the whole.</summary>
    internal sealed record Order([Required, StringLength(10)] string Name, [Range(1, 100)] int Amount) : IValidatableObject
    {
        [EmailAddress]
        [JsonPropertyName("e-mail")]
        public string? Mail { get; init; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Name == "twice" && Amount % 2 == 1) yield return new ValidationResult("Even numbers only.", [nameof(Amount)]);
        }
    }

    internal sealed class Letter
    {
        public required string To { get; init; }

        public required string Text { get; init; }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Letter))]
    internal sealed partial class OrderJson : JsonSerializerContext;
}
