using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets.Tests;

public sealed class MessageDataTests
{
    [Fact]
    public void Text_AString_IsItsUtf8()
    {
        MessageData data = "é😀";

        data.IsBinary.Should().BeFalse();
        data.Bytes.ToArray().Should().Equal(0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80);
        MessageData.FromString("é😀").Bytes.ToArray().Should().Equal(data.Bytes.ToArray());
    }

    [Fact]
    public void Text_LoneSurrogate_BecomesTheReplacementCharacter() =>
        MessageData.Text("a\uD83D").Bytes.ToArray().Should().Equal((byte)'a', 0xEF, 0xBF, 0xBD);

    [Fact]
    public void Text_Null_Throws() => FluentActions.Invoking(() => MessageData.Text(null!)).Should().Throw<ArgumentNullException>();

    [Fact]
    public void Utf8_Bytes_AreCheckedAndNotCopied()
    {
        ReadOnlyMemory<byte> bytes = "text"u8.ToArray();

        MessageData.Utf8(bytes).Bytes.Equals(bytes).Should().BeTrue();
        foreach (var (valid, name) in Utf8Samples.Valid) MessageData.Utf8(valid).IsBinary.Should().BeFalse(name);
        foreach (var (invalid, name) in Utf8Samples.Invalid)
            FluentActions.Invoking(() => MessageData.Utf8(invalid)).Should().Throw<ArgumentException>(name).WithMessage("*MessageData.Binary*");
    }

    [Fact]
    public void Binary_AnyBytes_AreTaken()
    {
        var data = MessageData.Binary(new byte[] { 0xFF });

        data.IsBinary.Should().BeTrue();
        data.Bytes.ToArray().Should().Equal(0xFF);
    }

    [Fact]
    public void Json_AValue_IsText()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

        var data = MessageData.Json([1, 2], (JsonTypeInfo<int[]>)options.GetTypeInfo(typeof(int[])));

        data.IsBinary.Should().BeFalse();
        data.Bytes.ToArray().Should().Equal("[1,2]"u8.ToArray());
    }

    [Fact]
    public void Default_IsAnEmptyText()
    {
        MessageData data = default;

        (data.IsBinary, data.Bytes.Length).Should().Be((false, 0));
    }
}
