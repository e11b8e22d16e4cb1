using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

public sealed class MessageContextJsonTests : IDisposable
{
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), MaxDepth = 1000 };
    private readonly World _world = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    public void Dispose()
    {
        _world.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void ReadJson_AValue_IsRead() =>
        Read<Dictionary<string, int>>("""{"a":1,"b":2}""").Should().BeEquivalentTo(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 });

    [Fact]
    public void ReadJson_NullLiteral_IsNull() => Read<Dictionary<string, int>>("null").Should().BeNull();

    [Fact]
    public void ReadJson_WhiteSpaceAround_IsRead() => Read<int>(" \n 5 \t").Should().Be(5);

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(900, false)]
    public void ReadJson_Depth_IsLimited(int depth, bool fits)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var json = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
            var read = () => Read<JsonElement>(json);
            if (fits) read().GetRawText().Should().Be(json);
            else read.Should().Throw<InvalidMessageException>();
        }
    }

    [Theory]
    [InlineData("1 2")]
    [InlineData("{}{}")]
    [InlineData("1,")]
    [InlineData("{} x")]
    [InlineData("null null")]
    public void ReadJson_SomethingBehindTheValue_IsRefused(string json) =>
        FluentActions.Invoking(() => Read<JsonElement>(json)).Should().Throw<InvalidMessageException>();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{'a':1}")]
    [InlineData("// 1\n1")]
    [InlineData("NaN")]
    public void ReadJson_NoJson_IsRefused(string json) =>
        FluentActions.Invoking(() => Read<JsonElement>(json)).Should().Throw<InvalidMessageException>().WithInnerException<JsonException>();

    [Fact]
    public void ReadJson_WrongType_SaysWhere() =>
        FluentActions.Invoking(() => Read<Dictionary<string, int>>("""{"a":"x"}""")).Should().Throw<InvalidMessageException>()
            .WithMessage("not the expected JSON, at $.a, byte *");

    [Fact]
    public void ReadJson_WithoutTypeInfo_Throws() =>
        Message("1").Invoking(message => message.ReadJson<int>(null!)).Should().Throw<ArgumentNullException>();

    [Fact]
    public void Text_OfEachMessage_IsItsOwn()
    {
        var message = Message("one");
        message.Text.Should().Be("one");
        message.Begin("zwei ü");
        (message.Text, message.IsText).Should().Be(("zwei ü", true));
        message.Begin(MessageData.Binary("three"u8.ToArray()));

        (message.Text, message.IsText).Should().Be(("", false));
    }

    private T? Read<T>(string json) => Message(json).ReadJson((JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));

    private InboundMessage Message(string text)
    {
        var message = new InboundMessage(_world.Add(), _world.Publisher, _services.GetRequiredService<IServiceScopeFactory>());
        message.Begin(text);
        return message;
    }
}
