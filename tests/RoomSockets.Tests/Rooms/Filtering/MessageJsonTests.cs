using System.Text;

namespace RoomSockets.Tests;

public sealed class MessageJsonTests
{
    [Fact]
    public void ReadItem_OfText_IsWhatWasWritten()
    {
        var message = MessageJson.ReadItem("""{"offset":7,"from":{"id":"9","name":"Ann"},"key":"k","data":"a\"b ü","at":"2026-11-20T12:00:00.000Z"}"""u8.ToArray(), "r", MessageKind.Message)!.Value;

        (message.Room, message.Kind, message.SenderId, message.SenderName, message.Offset, message.Name).Should().Be(("r", MessageKind.Message, "9", "Ann", 7L, null));
        (Text(message.Data), message.Data.IsJson, message.Data.IsBinary).Should().Be(("a\"b ü", false, false));
    }

    [Theory]
    [InlineData("""{"a":[1,"x"]}""")]
    [InlineData("12")]
    [InlineData("null")]
    [InlineData("true")]
    public void ReadItem_OfJson_KeepsItAsJson(string data)
    {
        var message = MessageJson.ReadItem(Encoding.UTF8.GetBytes($$"""{"offset":7,"from":null,"data":{{data}}}"""), null, MessageKind.Direct)!.Value;

        (Text(message.Data), message.Data.IsJson, message.SenderId, message.Room, message.Kind).Should().Be((data, true, null, null, MessageKind.Direct));
    }

    [Fact]
    public void ReadItem_ThatWasDeleted_IsNotAskedAbout() => MessageJson.ReadItem("""{"offset":7,"deleted":true}"""u8.ToArray(), "r", MessageKind.Message).Should().BeNull();

    [Theory]
    [InlineData("""{"type":"presence","room":"r","count":1}""")]
    [InlineData("""{"type":"redacted","room":"r","offset":3}""")]
    public void ReadFrame_OfTheServersOwn_IsNotAskedAbout(string frame) => MessageJson.ReadFrame(Encoding.UTF8.GetBytes(frame), "r", isSignal: false).Should().BeNull();

    [Fact]
    public void ReadFrame_OfASignal_HasItsNameAndSender()
    {
        var message = MessageJson.ReadFrame("""{"type":"signal","room":"r","name":"typing","from":{"id":"9","name":"9"}}"""u8.ToArray(), "r", isSignal: true)!.Value;

        (message.Kind, message.Name, message.SenderId, message.Data.Bytes.Length, message.Offset).Should().Be((MessageKind.Signal, "typing", "9", 0, 0L));
    }

    [Fact]
    public void ReadFrame_OfANotice_IsAMessage()
    {
        var message = MessageJson.ReadFrame("""{"type":"signal","room":"r","name":"notice","data":"x"}"""u8.ToArray(), "r", isSignal: false)!.Value;

        (message.Kind, message.Name, Text(message.Data)).Should().Be((MessageKind.Message, null, "x"));
    }

    [Fact]
    public void ReadFrame_OfAChangedMessage_IsThatMessage()
    {
        var message = MessageJson.ReadFrame("""{"type":"redacted","room":"r","offset":3,"data":"x"}"""u8.ToArray(), "r", isSignal: false)!.Value;

        (message.Kind, message.Offset, Text(message.Data)).Should().Be((MessageKind.Message, 3L, "x"));
    }

    [Fact]
    public void Replace_Data_LeavesTheRestAsItWas()
    {
        var replaced = MessageJson.Replace("""{"type":"message","room":"ü\n","offset":7,"from":{"id":"9","name":"A\u0026B"},"key":"k","data":{"a":1},"at":"t"}"""u8, "x\"y");

        Encoding.UTF8.GetString(replaced).Should().Be("""{"type":"message","room":"ü\n","offset":7,"from":{"id":"9","name":"A\u0026B"},"key":"k","data":"x\"y","at":"t"}""");
    }

    [Fact]
    public void Replace_WhereThereWasNoData_AddsIt() =>
        Encoding.UTF8.GetString(MessageJson.Replace("""{"type":"signal","name":"typing"}"""u8, MessageData.CompactJson("[1]"u8.ToArray()))).Should().Be("""{"type":"signal","name":"typing","data":[1]}""");

    private static string Text(in MessageData data) => Encoding.UTF8.GetString(data.Bytes.Span);
}
