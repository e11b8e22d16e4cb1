using System.Text;

namespace RoomSockets.Tests;

public sealed class FrameCloseTests
{
    [Fact]
    public void Close_WithReason_HasCodeAndReason() =>
        Frame.Close(1008, "no").Should().Equal(0x88, 4, 0x03, 0xF0, (byte)'n', (byte)'o');

    [Fact]
    public void Close_WithoutReason_HasTheCodeAlone() =>
        Frame.Close(1000, string.Empty).Should().Equal(0x88, 2, 0x03, 0xE8);

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public void Close_CodeThatMayNotTravel_HasNoPayload(int code) => Frame.Close(code, "a reason").Should().Equal(0x88, 0);

    [Theory]
    [InlineData("x", 122, 122)]
    [InlineData("x", 123, 123)]
    [InlineData("x", 124, 123)]
    [InlineData("x", 10_000, 123)]
    [InlineData("é", 61, 122)]
    [InlineData("é", 62, 122)]
    [InlineData("€", 41, 123)]
    [InlineData("€", 42, 123)]
    [InlineData("😀", 30, 120)]
    [InlineData("😀", 31, 120)]
    public void Close_LongReason_IsCutAtACodePoint(string unit, int count, int bytes)
    {
        var reason = string.Concat(Enumerable.Repeat(unit, count));

        var frame = ServerFrame.ReadAll([Frame.Close(1000, reason)]).Should().ContainSingle().Subject;

        frame.Payload.Length.Should().Be(2 + bytes);
        frame.Reason.Should().NotContain("\uFFFD");
        reason.Should().StartWith(frame.Reason);
    }

    /// <summary>A code point of four bytes that ends one before, at, and beyond the limit.</summary>
    [Theory]
    [InlineData(118, true)]
    [InlineData(119, true)]
    [InlineData(120, false)]
    [InlineData(121, false)]
    [InlineData(122, false)]
    [InlineData(123, false)]
    public void CutReason_AstralAtTheLimit_IsWholeOrAbsent(int before, bool stays)
    {
        var start = new string('x', before);

        Frame.CutReason(start + "😀").Should().Be(stays ? start + "😀" : start);
    }

    [Fact]
    public void CutReason_CodePointThatDoesNotFit_EndsTheReason() =>
        Frame.CutReason(new string('x', 121) + "😀yy").Should().Be(new string('x', 121), "what follows a gap would be another text");

    [Fact]
    public void CutReason_LoneSurrogate_BecomesTheReplacementCharacter()
    {
        // Not a data table: attributes are stored in UTF-8, which has no lone surrogates.
        (string Reason, string Expected)[] cases =
            [("a\uD83Db", "a\uFFFDb"), ("\uDE00", "\uFFFD"), ("x\uD83D", "x\uFFFD"), ("\uDE00\uD83D", "\uFFFD\uFFFD")];
        foreach (var (reason, expected) in cases)
        {
            Frame.CutReason(reason).Should().Be(expected);
            Encoding.UTF8.GetString(Frame.Close(1000, reason).AsSpan(4)).Should().Be(expected);
        }
    }

    [Fact]
    public void CutReason_LoneSurrogatesBeyondTheLimit_AreCutToo() =>
        Encoding.UTF8.GetByteCount(Frame.CutReason(new string('\uD83D', 200))).Should().Be(123);
}
