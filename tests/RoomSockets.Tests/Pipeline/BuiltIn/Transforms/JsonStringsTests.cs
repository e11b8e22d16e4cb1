using System.Text;

namespace RoomSockets.Tests;

public sealed class JsonStringsTests
{
    private readonly WordCensor _censor = new(["damn"], "*");

    [Theory]
    [InlineData("""{"a":"damn","damn":1}""", """{"a":"****","damn":1}""")]
    [InlineData("""[ "x", { "deep" : [ "DAMN" ] } , 1.50 ]""", """[ "x", { "deep" : [ "****" ] } , 1.50 ]""")]
    [InlineData("""{"a":"d\u0061mn \"damn\" \\ ü"}""", """{"a":"**** \"****\" \\ ü"}""")]
    [InlineData("""["damn","damn"]""", """["****","****"]""")]
    [InlineData("""{"a":"\ud800 d\u0061mn \\ \n"}""", """{"a":"� **** \\ \n"}""")]
    [InlineData("""{"\ud800":"\ud800","b":"damn"}""", """{"\ud800":"\ud800","b":"****"}""")]
    public void TryChange_StringsOfJson_AreChangedAndNothingElse(string json, string expected)
    {
        JsonStrings.TryChange(Encoding.UTF8.GetBytes(json), _censor.Apply, out var result).Should().BeTrue();

        Encoding.UTF8.GetString(result.Span).Should().Be(expected);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(20_000)]
    public void TryChange_OfDeepJson_IsChangedToo(int depth)
    {
        var (open, close) = (new string('[', depth), new string(']', depth));

        JsonStrings.TryChange(Encoding.UTF8.GetBytes($"{open}\"d\\u0061mn\"{close}"), _censor.Apply, out var result).Should().BeTrue();

        Encoding.UTF8.GetString(result.Span).Should().Be($"{open}\"****\"{close}");
    }

    [Fact]
    public void TryChange_WithNothingToChange_IsTheSameMemory()
    {
        ReadOnlyMemory<byte> json = "{\"a\": \"\\u0041\"}"u8.ToArray();

        JsonStrings.TryChange(json, _censor.Apply, out var result).Should().BeTrue();

        result.Should().Be(json);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("damn")]
    [InlineData("""{} {}""")]
    public void TryChange_OfWhatIsNoJson_IsFalse(string json) => JsonStrings.TryChange(Encoding.UTF8.GetBytes(json), _censor.Apply, out _).Should().BeFalse();
}
