using System.Text.Json.Nodes;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>The cases are only worth what the comparing is worth.</summary>
public sealed class CapturesTests
{
    private readonly Captures _captures = new();

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":{"b":"$any"},"c":"$none"}""", """{"a":{"b":null}}""")]
    [InlineData("""["$x",{"a":"$x"}]""", """[7,{"a":7,"b":8}]""")]
    [InlineData("""{"n":12345678901234567890}""", """{"n":12345678901234567890}""")]
    public void Differ_OfWhatIsExpected_IsNull(string expected, string actual) => Differ(expected, actual).Should().BeNull();

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", ".a is 2 instead of 1")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", ".a is \"1\" instead of 1")]
    [InlineData("""{"a":"$any"}""", """{}""", ".a is missing")]
    [InlineData("""{"a":"$none"}""", """{"a":null}""", ".a must not be there, and is null")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", ".a is [1,2] instead of [1]")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[]}""", ".a is [] instead of {\"b\":1}")]
    [InlineData("""["$x","$x"]""", "[1,2]", "[1] is 2, and $x was 1")]
    public void Differ_OfSomethingElse_SaysWhere(string expected, string actual, string difference) => Differ(expected, actual).Should().Be(difference);

    [Fact]
    public void Insert_OfWhatWasCaptured_IsItsValue()
    {
        Differ("""{"a":"$x","b":"$y"}""", """{"a":{"c":1},"b":"d/e"}""");

        _captures.Insert(JsonNode.Parse("""[{"f":"$x"},"$y","$"]"""))!.ToJsonString().Should().Be("""[{"f":{"c":1}},"d/e","$"]""");
        _captures.InsertInto("/ws?epoch=$y").Should().Be("/ws?epoch=d%2Fe");
    }

    [Fact]
    public void Insert_OfSomethingNeverCaptured_IsAMistakeOfTheCase() => _captures.Invoking(captures => captures.Insert(JsonNode.Parse("\"$x\""))).Should().Throw<InvalidOperationException>().WithMessage("*$x*");

    private string? Differ(string expected, string actual) => _captures.Differ(JsonNode.Parse(expected), JsonNode.Parse(actual));
}
