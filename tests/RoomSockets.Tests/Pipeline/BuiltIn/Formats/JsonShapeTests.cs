using System.Text;

namespace RoomSockets.Tests;

public sealed class JsonShapeTests
{
    private static readonly JsonShape Order = JsonShape.Object()
        .Require("name", JsonShape.Text(maxLength: 5, minLength: 1))
        .Require("kind", JsonShape.OneOf("buy", "sell"))
        .Allow("price", JsonShape.Number(0, 100))
        .Allow("count", JsonShape.Integer(1, 3).OrNull())
        .Allow("fast", JsonShape.Boolean)
        .Allow("items", JsonShape.Array(JsonShape.Object().Require("id", JsonShape.Integer()).Closed(), maxItems: 2))
        .Allow("extra", JsonShape.Any);

    [Theory]
    [InlineData("""{"name":"a","kind":"buy"}""")]
    [InlineData("""{"name":"abcde","kind":"sell","price":100,"count":3,"fast":false,"items":[{"id":1},{"id":-1}],"extra":{"x":[]},"unknown":1}""")]
    [InlineData("""{"name":"👍👍👍👍👍","kind":"buy","count":null,"price":0.5}""")]
    public void FindIn_WhatIsRight_FindsNothing(string json) => Find(json).Should().BeNull();

    [Theory]
    [InlineData("""{"kind":"buy"}""", "name")]
    [InlineData("""{"name":"","kind":"buy"}""", "name")]
    [InlineData("""{"name":"abcdef","kind":"buy"}""", "name")]
    [InlineData("""{"name":"👍👍👍👍👍👍","kind":"buy"}""", "name")]
    [InlineData("""{"name":"\uD800","kind":"buy"}""", "name")]
    [InlineData("""{"name":1,"kind":"buy"}""", "name")]
    [InlineData("""{"name":"a","kind":"steal"}""", "kind")]
    [InlineData("""{"name":"a","kind":"buy","price":100.5}""", "price")]
    [InlineData("""{"name":"a","kind":"buy","price":1e999}""", "price")]
    [InlineData("""{"name":"a","kind":"buy","price":"1"}""", "price")]
    [InlineData("""{"name":"a","kind":"buy","count":1.5}""", "count")]
    [InlineData("""{"name":"a","kind":"buy","count":4}""", "count")]
    [InlineData("""{"name":"a","kind":"buy","fast":0}""", "fast")]
    [InlineData("""{"name":"a","kind":"buy","items":[{"id":1},{}]}""", "items[1].id")]
    [InlineData("""{"name":"a","kind":"buy","items":[{"id":1,"x":1}]}""", "items[0].x")]
    [InlineData("""{"name":"a","kind":"buy","items":[{"id":1},{"id":1},{"id":1}]}""", "items")]
    [InlineData("""{"name":"a","name":"b","kind":"buy"}""", "data")]
    [InlineData("""[]""", "data")]
    [InlineData("""hello""", "data")]
    [InlineData("""{"name":"a","kind":"buy"} x""", "data")]
    [InlineData("""{"\uD800":1,"name":"a","kind":"buy"}""", "data")]
    public void FindIn_WhatIsWrong_NamesTheField(string json, string field) => Find(json)!.Field.Should().Be(field);

    [Fact]
    public void FindIn_TooDeep_IsAFault() => Find(new string('[', 33) + new string(']', 33), JsonShape.Any)!.Field.Should().Be("data");

    [Fact]
    public void Closed_AHugeNameOfAClient_IsCut() =>
        Find($$"""{"{{new string('x', 10_000)}}":1}""", JsonShape.Object().Closed())!.Field.Should().HaveLength(65);

    [Fact]
    public void Require_OfWhatIsNoObject_Fails() => ((Action)(() => JsonShape.Boolean.Require("a", JsonShape.Any))).Should().Throw<InvalidOperationException>();

    [Fact]
    public void Require_OnAShape_LeavesThatOneAsItIs()
    {
        var shape = JsonShape.Object();
        _ = shape.Require("a", JsonShape.Any);

        Find("{}", shape).Should().BeNull();
    }

    private static MessageFault? Find(string json, JsonShape? shape = null) => (shape ?? Order).FindIn(Encoding.UTF8.GetBytes(json));
}
