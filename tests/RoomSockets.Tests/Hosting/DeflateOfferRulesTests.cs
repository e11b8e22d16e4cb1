using Microsoft.Extensions.Primitives;

namespace RoomSockets.Tests;

public sealed class DeflateOfferRulesTests
{
    [Fact]
    public void Choose_EachWindow_IsConfirmedAndOnlyTheLargestIsFull()
    {
        for (var bits = 8; bits <= 15; bits++)
        {
            var offer = DeflateOffer.Choose($"permessage-deflate; server_max_window_bits={bits}; client_max_window_bits={bits}")!;

            offer.Answer.Should().EndWith($"; server_max_window_bits={bits}").And.NotContain("client_max_window_bits");
            offer.HasFullWindow.Should().Be(bits == 15);
        }
    }

    [Theory]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=10; server_max_window_bits=10")]
    [InlineData("permessage-deflate; client_no_context_takeover=\"\"")]
    [InlineData("permessage-deflate; client_max_window_bits=")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; client_max_window_bits=16")]
    [InlineData("permessage-deflate; client_max_window_bits=015")]
    [InlineData("permessage-deflate; server_max_window_bits=+9")]
    [InlineData("permessage-deflate; server_max_window_bits=9.0")]
    [InlineData("permessage-deflate; server_max_window_bits=\u0661\u0660")]
    [InlineData("permessage-deflate; Server_No_Context_Takeover")]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate=1")]
    [InlineData("; permessage-deflate")]
    [InlineData("permessage-deflatex")]
    public void Choose_AgainstTheRules_IsDeclined(string offer) => DeflateOffer.Choose(offer).Should().BeNull();

    [Fact]
    public void Choose_SecondOffer_IsTakenWhereTheFirstIsDeclined() =>
        DeflateOffer.Choose("permessage-deflate; server_max_window_bits=99, permessage-deflate; server_max_window_bits=11")!.Answer.Should().EndWith("server_max_window_bits=11");

    [Fact]
    public void Choose_TwoGoodOffers_TakesTheFirst() =>
        DeflateOffer.Choose(new StringValues(["permessage-deflate; server_max_window_bits=15", "permessage-deflate; server_max_window_bits=9"]))!.HasFullWindow.Should().BeTrue();

    [Fact]
    public void Choose_NoHeader_IsNothing() => DeflateOffer.Choose(default).Should().BeNull();
}
