using System.Text;

namespace RoomSockets.Tests;

public sealed class MessageReaderUtf8Tests
{
    [Fact]
    public void Read_EachValidText_IsAText()
    {
        foreach (var (bytes, name) in Utf8Samples.Valid)
        {
            Utf8Samples.FirstWrong(bytes).Should().Be(-1, name);
            Reading.Single(ClientFrame.Text(bytes)).Should().Be(new Outcome(IncomingKind.Text, Encoding.Latin1.GetString(bytes)), name);
        }
    }

    [Fact]
    public void Read_EachInvalidTextAtEachPlace_IsAnInvalidPayload()
    {
        foreach (var (bytes, name) in Utf8Samples.Invalid)
        {
            for (var before = 0; before < 20; before++)
            {
                var text = Surround(bytes, before);
                Utf8Samples.FirstWrong(text).Should().NotBe(-1, name);
                Reading.Single(ClientFrame.Text(text)).Should().Be(new Outcome(IncomingKind.Fault, "", 1007, "text must be UTF-8"), "{0} after {1} bytes", name, before);
            }
        }
    }

    [Fact]
    public void Read_BinaryThatIsNotUtf8_IsABinary()
    {
        foreach (var (bytes, name) in Utf8Samples.Invalid)
        {
            Reading.Single(ClientFrame.Build(2, bytes)).Kind.Should().Be(IncomingKind.Binary, name);
            Reading.Single(ClientFrame.Build(2, bytes, final: false), ClientFrame.Continuation(bytes)).Kind.Should().Be(IncomingKind.Binary, name);
        }
    }

    [Fact]
    public void Read_ValidTextSplitAnywhere_IsAText()
    {
        byte[] text = [.. Utf8Samples.Valid.SelectMany(sample => sample.Bytes)];
        for (var at = 0; at <= text.Length; at++)
        {
            Reading.Single(ClientFrame.Text(text[..at], final: false), ClientFrame.Continuation(text[at..]))
                .Should().Be(new Outcome(IncomingKind.Text, Encoding.Latin1.GetString(text)), "split at {0}", at);
        }
    }

    [Fact]
    public void Read_InvalidTextSplitAnywhere_FailsAtTheFragmentThatShowsIt()
    {
        foreach (var (bytes, name) in Utf8Samples.Invalid)
        {
            for (var before = 0; before < 6; before++) CheckEachSplit(Surround(bytes, before), name);
        }
    }

    [Fact]
    public void Read_RandomBytesInRandomFragments_AreJudgedAsTheTableDoes()
    {
        var random = new Random(20260102);
        byte[] alphabet = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5];
        for (var round = 0; round < 5000; round++)
        {
            var text = random.GetItems(alphabet, random.Next(1, 9));
            var cuts = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(text.Length + 1)).Order().Prepend(0).Append(text.Length).ToList();
            var fragments = cuts.Zip(cuts.Skip(1), (from, to) => text[from..to]).ToList();
            Check(fragments, text, Convert.ToHexString(text));
        }
    }

    private static void CheckEachSplit(byte[] text, string name)
    {
        for (var at = 0; at <= text.Length; at++) Check([text[..at], text[at..]], text, $"{name}, split at {at} of {text.Length}");
    }

    private static void Check(List<byte[]> fragments, byte[] text, string name)
    {
        using var reader = new MessageReader(1000, 100);
        var wrong = Utf8Samples.FirstWrong(text);
        var seen = 0;
        for (var i = 0; i < fragments.Count; i++)
        {
            var isLast = i == fragments.Count - 1;
            var kind = reader.Read(ClientFrame.Build(i == 0 ? 1 : 0, fragments[i], isLast), out _).Kind;
            seen += fragments[i].Length;
            if (wrong >= 0 && (isLast || wrong < seen))
            {
                kind.Should().Be(IncomingKind.Fault, name);
                return;
            }

            kind.Should().Be(isLast ? IncomingKind.Text : IncomingKind.NeedMore, name);
        }
    }

    private static byte[] Surround(byte[] bytes, int before) => [.. Enumerable.Repeat((byte)'a', before), .. bytes, .. "z"u8];
}
