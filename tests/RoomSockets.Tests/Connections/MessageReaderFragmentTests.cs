namespace RoomSockets.Tests;

public sealed class MessageReaderFragmentTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_ContinuationWithoutStart_IsAProtocolError(bool final) =>
        Reading.Single(ClientFrame.Continuation([1], final)).Should().Be(new Outcome(IncomingKind.Fault, "", 1002, "a continuation without a message"));

    [Fact]
    public void Read_ContinuationAfterTheEnd_IsAProtocolError() =>
        Reading.Last(ClientFrame.Text("a", final: false), ClientFrame.Continuation([65]), ClientFrame.Continuation([66])).Code.Should().Be(1002);

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public void Read_NewMessageInsideAnother_IsAProtocolError(int opcode, bool final) =>
        Reading.Single(ClientFrame.Text("a", final: false), ClientFrame.Build(opcode, [], final))
            .Should().Be(new Outcome(IncomingKind.Fault, "", 1002, "a new message began inside another one"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_EmptyFragments_AreAMessage(int opcode)
    {
        var outcome = Reading.Single(ClientFrame.Build(opcode, [], final: false), ClientFrame.Continuation([], final: false), ClientFrame.Continuation([]));

        outcome.Should().Be(new Outcome(opcode == 1 ? IncomingKind.Text : IncomingKind.Binary, ""));
    }

    [Fact]
    public void Read_EmptyFragmentsAroundOneByte_GiveThatByte() =>
        Reading.Single(ClientFrame.Binary(0, final: false), ClientFrame.Continuation([65], final: false), ClientFrame.Continuation([]))
            .Should().Be(new Outcome(IncomingKind.Binary, "A"));

    [Fact]
    public void Read_ManyOneByteFragments_AreJoined()
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => (char)('a' + (i % 26))));
        byte[] bytes = [
            .. ClientFrame.Text([(byte)text[0]], final: false),
            .. text.Skip(1).SkipLast(1).SelectMany(one => ClientFrame.Continuation([(byte)one], final: false)),
            .. ClientFrame.Continuation([(byte)text[^1]])];

        Reading.All(bytes).Should().Equal(new Outcome(IncomingKind.Text, text));
    }

    [Fact]
    public void Read_SecondFragmentedMessage_HasNothingOfTheFirst() =>
        Reading.All([
            .. ClientFrame.Text("long one", final: false), .. ClientFrame.Continuation([65]),
            .. ClientFrame.Build(2, [66], final: false), .. ClientFrame.Continuation([67])])
            .Should().Equal(new Outcome(IncomingKind.Text, "long oneA"), new Outcome(IncomingKind.Binary, "BC"));

    [Fact]
    public void IsInMessage_FromFirstToLastFragment_IsTrue()
    {
        using var reader = new MessageReader(100, 10);
        reader.IsInMessage.Should().BeFalse();
        reader.Read(ClientFrame.Text("a", final: false), out _);
        reader.IsInMessage.Should().BeTrue();
        reader.Read(ClientFrame.Build(9, []), out _);
        reader.IsInMessage.Should().BeTrue();
        reader.Read(ClientFrame.Continuation([]), out _);
        reader.IsInMessage.Should().BeFalse();
    }
}
