using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace RoomSockets.Tests;

public sealed class SubProtocolsTests
{
    [Fact]
    public void Read_SeveralLines_AreOneListInOrder() =>
        SubProtocols.Read(new StringValues(["a, b ,,", " c", ""]), 10).Should().Equal("a", "b", "c");

    [Fact]
    public void Read_NoHeader_IsEmpty() => SubProtocols.Read(StringValues.Empty, 10).Should().BeEmpty();

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Read_Names_AreLimited(int count, bool fits)
    {
        var names = Enumerable.Range(0, count).Select(i => $"p{i}").ToArray();

        (SubProtocols.Read(string.Join(',', names), 32) is not null).Should().Be(fits);
        (SubProtocols.Read(new StringValues(names), 32) is not null).Should().Be(fits, "lines count like commas");
    }

    [Fact]
    public void Read_VeryLongHeader_StopsAtTheLimit() => SubProtocols.Read(string.Concat(Enumerable.Repeat("a,", 1_000_000)), 32).Should().BeNull();

    [Theory]
    [InlineData("", null, true)]
    [InlineData("roomsockets.raw", "roomsockets.raw", true)]
    [InlineData("other,roomsockets.raw", "roomsockets.raw", true)]
    [InlineData("roomsockets.raw,roomsockets.bearer.x", "roomsockets.raw", true)]
    [InlineData("roomsockets.bearer.x", null, true)]
    [InlineData("roomsockets.bearer64.eA", null, true)]
    [InlineData("other", null, false)]
    [InlineData("RoomSockets.Raw", null, false)]
    [InlineData("roomsockets.raw2", null, false)]
    [InlineData("other,roomsockets.bearer.x", null, false)]
    public void TryChoose_Offers_ChoosesOurs(string header, string? expected, bool known)
    {
        SubProtocols.TryChoose(SubProtocols.Read(header, 32)!, out var chosen).Should().Be(known);

        chosen.Should().Be(expected);
    }

    [Theory]
    [InlineData("roomsockets.bearer.abc.def-_~", "abc.def-_~")]
    [InlineData("roomsockets.bearer.", "")]
    [InlineData("roomsockets.bearer64.", "")]
    [InlineData("roomsockets.bearer64.w6k", "é")]
    [InlineData("roomsockets.bearer64.****", "")]
    [InlineData("roomsockets.bearer64.A", "")]
    [InlineData("roomsockets.bearer64._w", "")]
    [InlineData("roomsockets.raw", null)]
    [InlineData("Roomsockets.bearer.x", null)]
    [InlineData("roomsockets.bearerx", null)]
    public void TryGetToken_AnEntry_GivesItsToken(string offered, string? expected)
    {
        SubProtocols.TryGetToken(offered, out var token).Should().Be(expected is not null);

        token.Should().Be(expected);
    }

    [Fact]
    public void TryGetToken_AnyText_TravelsInBase64Url()
    {
        foreach (var text in new[] { "a", "ab", "abc", "a b,c;d=\"é\"", "日本😀" })
        {
            SubProtocols.TryGetToken("roomsockets.bearer64." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)), out var token).Should().BeTrue();
            token.Should().Be(text);
        }
    }
}
