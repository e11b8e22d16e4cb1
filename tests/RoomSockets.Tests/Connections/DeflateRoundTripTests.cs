using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace RoomSockets.Tests;

public sealed class DeflateRoundTripTests
{
    private const int Limit = 64 * 1024;

    [Theory]
    [InlineData(16)]
    [InlineData(300)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void Compress_Text_IsInflatedByBothSides(int length)
    {
        var message = Words(length);
        using var deflated = Deflate.Compress(message);
        var payload = deflated.Bytes.ToArray();

        payload.Length.Should().BeLessThan(length);
        RigFrame.Inflate(payload).Should().Equal(message);
        Inflate(payload, length).Should().Equal(message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void Compress_Noise_SaysThatItDoesNotGetSmaller(int length)
    {
        using var deflated = Deflate.Compress(RigFrame.Noise(length));

        deflated.Bytes.Length.Should().BeGreaterThanOrEqualTo(length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Inflate_NoiseOfAPeer_IsTheMessage(int length)
    {
        var message = RigFrame.Noise(length);

        Inflate(RigFrame.Deflate(message), Limit).Should().Equal(message);
    }

    [Theory]
    [InlineData("00", "")]
    [InlineData("F248CDC9C90700", "Hello")]
    [InlineData("000500FAFF48656C6C6F00", "Hello")]
    [InlineData("F348CDC9C9070000", "Hello")]
    [InlineData("F248050000 00FFFFCAC9C90700", "Hello")]
    public void Inflate_ExamplesOfTheRfc_AreRead(string hex, string text) =>
        Inflate(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), Limit).Should().Equal(Encoding.ASCII.GetBytes(text));

    [Fact]
    public void Inflate_SecondExampleOfAContext_IsNoStreamOfItsOwn() =>
        Deflate.Inflate(Convert.FromHexString("F200110000"), Limit, out _).Should().Be(-2, "it points into the message before");

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Inflate_AtTheLimit_IsExact(int beyond, bool fits)
    {
        var payload = RigFrame.Deflate(new byte[5000 + beyond]);

        var length = Deflate.Inflate(payload, 5000, out var buffer);

        length.Should().Be(fits ? 5000 + beyond : -1);
        (buffer is not null).Should().Be(fits);
        if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
    }

    [Fact]
    public void Inflate_Bomb_StopsAtTheLimit()
    {
        var payload = RigFrame.Deflate(new byte[10_000_000], CompressionLevel.SmallestSize);
        payload.Length.Should().BeLessThan(Limit);
        Deflate.Inflate(payload, Limit, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Deflate.Inflate(payload, Limit, out var buffer).Should().Be(-1);

        buffer.Should().BeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 * Limit);
    }

    [Theory]
    [InlineData("FFFFFF")]
    [InlineData("06")]
    [InlineData("000500FAFE48656C6C6F00")]
    public void Inflate_Corrupt_IsNoStream(string hex)
    {
        Deflate.Inflate(Convert.FromHexString(hex), Limit, out var buffer).Should().Be(-2);

        buffer.Should().BeNull();
    }

    /// <summary>Half of a message must not pass for a message.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void Inflate_CutShort_IsNoStream(int part)
    {
        var payload = RigFrame.Deflate(RigFrame.Noise(1000), CompressionLevel.NoCompression);

        Deflate.Inflate(payload.AsSpan(0, payload.Length / part), Limit, out var buffer).Should().Be(-2);

        buffer.Should().BeNull();
    }

    [Fact]
    public void Inflate_AnyBytes_NeverThrowsAndKeepsTheLimit()
    {
        var noise = RigFrame.Noise(300_000);
        for (var at = 0; at < 100_000; at += 37)
        {
            var length = Deflate.Inflate(noise.AsSpan(at, at % 301), 1000, out var buffer);
            length.Should().BeInRange(-2, 1000);
            (buffer is null).Should().Be(length < 0);
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Inflate(ReadOnlySpan<byte> payload, int limit)
    {
        var length = Deflate.Inflate(payload, limit, out var buffer);
        length.Should().BeGreaterThanOrEqualTo(0);
        var message = buffer.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer!);
        return message;
    }

    private static byte[] Words(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)"the same words again "[i % 7])];
}
