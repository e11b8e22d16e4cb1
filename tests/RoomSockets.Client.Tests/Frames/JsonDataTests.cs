using System.Text.Json;
using System.Text.Json.Serialization;

namespace RoomSockets.Client.Tests;

public sealed class JsonDataTests
{
    [Fact]
    public void From_OwnType_IsWrittenAndReadWithoutReflection()
    {
        var data = JsonData.From(new Move("e2", "e4"), MoveContext.Default.Move);
        var message = new RoomMessage { Offset = 1, Data = JsonElement.Parse(data.Utf8) };

        message.Read(MoveContext.Default.Move).Should().Be(new Move("e2", "e4"));
        message.Text.Should().Be("""{"From":"e2","To":"e4"}""");
    }

    [Theory]
    [InlineData("\"hi\"", "hi")]
    [InlineData("7", "7")]
    [InlineData("null", "null")]
    public void Text_AnyValue_IsWhatRawMembersSee(string json, string expected) => new RoomMessage { Offset = 1, Data = JsonElement.Parse(json) }.Text.Should().Be(expected);

    [Fact]
    public void Text_OfDeletedMessage_IsEmpty() => new RoomMessage { Offset = 1, IsDeleted = true }.Text.Should().BeEmpty();

    [Fact]
    public void From_UndefinedElement_Throws() => FluentActions.Invoking(() => JsonData.FromJsonElement(default)).Should().Throw<InvalidOperationException>();
}

internal sealed record Move(string From, string To);

[JsonSerializable(typeof(Move))]
internal sealed partial class MoveContext : JsonSerializerContext;
