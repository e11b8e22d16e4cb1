using Microsoft.Extensions.Primitives;

namespace RoomSockets.Tests;

public sealed class DeflateOfferGrammarTests
{
    private const string Plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=8")]
    [InlineData("permessage-deflate; client_max_window_bits=15")]
    [InlineData("permessage-deflate; server_no_context_takeover")]
    [InlineData("permessage-deflate; client_no_context_takeover")]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits")]
    [InlineData("  permessage-deflate  ;  client_max_window_bits = \"10\"  ")]
    public void Choose_GoodOffer_IsAcceptedWithoutContexts(string offer) =>
        DeflateOffer.Choose(offer).Should().Be(new DeflateOffer(Plain, HasFullWindow: true));

    [Theory]
    [InlineData("8", 8)]
    [InlineData("9", 9)]
    [InlineData("10", 10)]
    [InlineData("14", 14)]
    [InlineData("\"12\"", 12)]
    [InlineData("15", 15)]
    public void Choose_ServerWindow_IsConfirmed(string value, int bits) =>
        DeflateOffer.Choose($"permessage-deflate; server_max_window_bits={value}")
            .Should().Be(new DeflateOffer($"{Plain}; server_max_window_bits={bits}", HasFullWindow: bits == 15));

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=")]
    [InlineData("permessage-deflate; server_max_window_bits=7")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits=08")]
    [InlineData("permessage-deflate; server_max_window_bits=010")]
    [InlineData("permessage-deflate; server_max_window_bits=+9")]
    [InlineData("permessage-deflate; server_max_window_bits=-9")]
    [InlineData("permessage-deflate; server_max_window_bits=a")]
    [InlineData("permessage-deflate; server_max_window_bits=100")]
    [InlineData("permessage-deflate; client_max_window_bits=")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; client_max_window_bits=16")]
    [InlineData("permessage-deflate; client_max_window_bits=09")]
    [InlineData("permessage-deflate; client_max_window_bits=ten")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; server_no_context_takeover=")]
    [InlineData("permessage-deflate; client_no_context_takeover=true")]
    [InlineData("permessage-deflate; server_max_window_bits=\"10")]
    [InlineData("permessage-deflate; server_max_window_bits=\"\"10\"\"")]
    public void Choose_InvalidValue_IsDeclined(string offer) => DeflateOffer.Choose(offer).Should().BeNull();

    [Theory]
    [InlineData("server_no_context_takeover")]
    [InlineData("client_no_context_takeover")]
    [InlineData("server_max_window_bits=10")]
    [InlineData("client_max_window_bits")]
    public void Choose_ParameterTwice_IsDeclined(string parameter) =>
        DeflateOffer.Choose($"permessage-deflate; {parameter}; {parameter}").Should().BeNull();

    [Fact]
    public void Choose_ParameterTwiceWithOtherValues_IsDeclined() =>
        DeflateOffer.Choose("permessage-deflate; client_max_window_bits; client_max_window_bits=10").Should().BeNull();

    [Theory]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-deflate; unknown=1")]
    [InlineData("permessage-deflate; client_max_window_bits; x")]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate; Server_No_Context_Takeover")]
    public void Choose_UnknownParameter_IsDeclined(string offer) => DeflateOffer.Choose(offer).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("permessage-bzip2")]
    [InlineData("x-webkit-deflate-frame")]
    [InlineData("permessage-deflate-2")]
    [InlineData("foo; permessage-deflate")]
    public void Choose_OtherExtension_IsDeclined(string offer) => DeflateOffer.Choose(offer).Should().BeNull();

    [Fact]
    public void Choose_NoHeader_IsNone() => DeflateOffer.Choose(StringValues.Empty).Should().BeNull();

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=7, permessage-deflate; server_max_window_bits=11", 11)]
    [InlineData("permessage-deflate; unknown, permessage-bzip2, permessage-deflate; server_max_window_bits=12", 12)]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate", 10)]
    public void Choose_SeveralOffers_TheFirstGoodOneWins(string offers, int bits) =>
        DeflateOffer.Choose(offers).Should().Be(new DeflateOffer($"{Plain}; server_max_window_bits={bits}", HasFullWindow: false));

    [Fact]
    public void Choose_SeveralLines_AreOneList() =>
        DeflateOffer.Choose(new StringValues(["permessage-bzip2", "permessage-deflate; server_max_window_bits=99", "permessage-deflate"]))
            .Should().Be(new DeflateOffer(Plain, HasFullWindow: true));
}
