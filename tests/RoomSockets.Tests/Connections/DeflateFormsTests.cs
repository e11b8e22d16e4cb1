using System.Text;

namespace RoomSockets.Tests;

/// <summary>The forms that a deflated message may take, and those it may not.</summary>
public sealed class DeflateFormsTests : IDisposable
{
    private const int Limit = 70_000;
    private readonly int _blocks = Block.Outstanding;

    public void Dispose() => Block.Outstanding.Should().Be(_blocks, "every block is released");

    [Theory]
    [InlineData("F248CDC9C90700")] // RFC 7692, section 7.2.3.1: one block
    [InlineData("000500FAFF48656C6C6F00")] // section 7.2.3.3: a block without compression
    [InlineData("F348CDC9C9070000")] // section 7.2.3.4: a block with BFINAL
    [InlineData("F248050000 00FFFFCAC9C90700")] // section 7.2.3.5: two blocks
    public void Inflate_ExamplesOfTheRfc_AreHello(string hex) =>
        Encoding.ASCII.GetString(Inflate(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))).Should().Be("Hello");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Inflate_Incompressible_IsTheSame(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        Inflate(Deflated.Payload(bytes)).Should().Equal(bytes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void Inflate_AroundTheLimit_IsExact(int more)
    {
        foreach (var limit in new[] { 1, 2, 1023, 1024, 1025, 4096, 65_536 })
        {
            var length = Deflate.Inflate(Deflated.Payload(new byte[limit + more]), limit, out var buffer);

            length.Should().Be(more > 0 ? -1 : limit + more, "the limit is {0}", limit);
            (buffer is null).Should().Be(more > 0);
        }
    }

    [Fact]
    public void Inflate_CutOrChangedStreams_NeverThrowAndNeverExceedTheLimit()
    {
        var random = new Random(20261121);
        var whole = Deflated.Payload(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500))));
        for (var i = 0; i < 3000; i++)
        {
            var payload = whole[..random.Next(1, whole.Length + 1)];
            for (var changes = random.Next(4); changes > 0; changes--) payload[random.Next(payload.Length)] = (byte)random.Next(256);

            Deflate.Inflate(payload, 2000, out var buffer).Should().BeInRange(-2, 2000);
            if (buffer is not null) System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [Fact]
    public void Read_CutStream_1007()
    {
        var whole = Deflated.Payload(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500))));
        using var reader = new MessageReader(Limit, 10, inflates: true);

        var outcome = Outcome.Of(reader.Read(ClientFrame.Build(2, whole[..(whole.Length / 2)], reserved: 0x40), out _));

        (outcome.Kind, outcome.Code).Should().Be((IncomingKind.Fault, 1007), "half a stream is no message");
    }

    [Fact]
    public void Read_ControlFramesBetweenDeflatedFragments_AreRead()
    {
        var payload = Deflated.Payload("hello hello"u8.ToArray());
        using var reader = new MessageReader(Limit, 10, inflates: true);
        Read(reader, ClientFrame.Build(1, payload[..3], final: false, reserved: 0x40)).Kind.Should().Be(IncomingKind.NeedMore);
        Read(reader, ClientFrame.Build(9, [7])).Should().Be(new Outcome(IncomingKind.Ping, "\a"));
        Read(reader, ClientFrame.Continuation(payload[3..5], final: false)).Kind.Should().Be(IncomingKind.NeedMore);

        Read(reader, ClientFrame.Continuation(payload[5..])).Should().Be(new Outcome(IncomingKind.Text, "hello hello"));
        Read(reader, ClientFrame.Text("plain")).Should().Be(new Outcome(IncomingKind.Text, "plain"), "the bit speaks for one message");
    }

    [Fact]
    public void Read_PlainFragmentsWhereDeflateWasNegotiated_ArePlain()
    {
        using var reader = new MessageReader(Limit, 10, inflates: true);
        Read(reader, ClientFrame.Build(1, Deflated.Payload("x"u8.ToArray()), reserved: 0x40)).Payload.Should().Be("x");
        Read(reader, ClientFrame.Text("a", final: false));

        Read(reader, ClientFrame.Continuation("b"u8.ToArray())).Should().Be(new Outcome(IncomingKind.Text, "ab"));
    }

    [Theory]
    [InlineData(0, 0x40)] // continuation
    [InlineData(8, 0x40)]
    [InlineData(9, 0x40)]
    [InlineData(10, 0x40)]
    [InlineData(1, 0x60)]
    [InlineData(2, 0x50)]
    public void Read_BitInTheWrongPlace_1002(int opcode, int reserved)
    {
        using var reader = new MessageReader(Limit, 10, inflates: true);
        if (opcode == 0) Read(reader, ClientFrame.Build(1, [0], final: false, reserved: 0x40));

        Read(reader, ClientFrame.Build(opcode, [], reserved: reserved)).Code.Should().Be(1002);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_DeflatedFragmentsTooLarge_1009(bool beforeInflating)
    {
        using var reader = new MessageReader(1000, 10, inflates: true);
        // Deflated bytes may be a little more than the message they stand for, so the first bound lies above the limit.
        var payload = beforeInflating ? new byte[1300] : Deflated.Payload(new byte[1001]);
        Read(reader, ClientFrame.Build(2, payload[..2], final: false, reserved: 0x40));

        Read(reader, ClientFrame.Continuation(payload[2..])).Code.Should().Be(1009);
    }

    [Fact]
    public void Copy_ManyFrames_EachMessageIsTheSame()
    {
        var random = new Random(3);
        List<string> texts = [];
        var (source, target) = (Block.Rent(), Block.Rent());
        for (var i = 0; i < 200; i++)
        {
            var text = i % 3 == 0 ? Convert.ToBase64String(RandomBytes(random, random.Next(300))) : new string((char)random.Next('a', 'z'), random.Next(2000));
            texts.Add(text);
            source.Append(Opcode.Text, Encoding.UTF8.GetBytes(text));
        }

        FrameDeflater.Copy(source.Frames.Span, target, minBytes: 100);

        var copies = Deflated.Texts(target.Frames.Span);
        copies.Select(copy => copy.Text).Should().Equal(texts);
        copies.Where(copy => copy.IsDeflated).Should().NotBeEmpty().And.OnlyContain(copy => copy.Text.Length >= 100);
        target.Length.Should().BeLessThanOrEqualTo(source.Length, "what does not get smaller is sent as it is");
        source.Release();
        target.Release();
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void Append_MinBytes_IsInclusive(int length, bool expected)
    {
        var block = Block.Rent();
        FrameDeflater.Append(block, Opcode.Text, new byte[length], minBytes: 100);

        Deflated.Texts(block.Frames.Span).Should().ContainSingle().Which.IsDeflated.Should().Be(expected);
        block.Release();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(200_000)]
    public void Append_Incompressible_IsPlain(int length)
    {
        var block = Block.Rent();
        var payload = RandomBytes(new Random(1), length);
        FrameDeflater.Append(block, Opcode.Binary, payload, minBytes: 0);

        block.Length.Should().Be(Frame.Size(length));
        FrameHeader.TryRead(block.Frames.Span, out var header).Should().BeTrue();
        header.ReservedBits.Should().Be(0);
        block.Frames[header.Size..].ToArray().Should().Equal(payload);
        block.Release();
    }

    private static Outcome Read(MessageReader reader, byte[] frame) => Outcome.Of(reader.Read(frame, out _));

    private static byte[] RandomBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Inflate(byte[] payload)
    {
        var length = Deflate.Inflate(payload, Limit, out var buffer);
        length.Should().BeGreaterThanOrEqualTo(0);
        return buffer.AsSpan(0, length).ToArray();
    }
}
