using Microsoft.Extensions.Primitives;

namespace RoomSockets.Tests;

public sealed class DeflateOfferTests
{
    private const string Answer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate", "")]
    [InlineData("permessage-deflate; client_max_window_bits", "")]
    [InlineData("permessage-deflate; client_max_window_bits=9", "")]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", "")]
    [InlineData("permessage-deflate;server_max_window_bits=15", "; server_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=\"10\"", "; server_max_window_bits=10")]
    [InlineData("x-webkit-deflate-frame, permessage-deflate", "")]
    [InlineData("permessage-deflate; unknown, permessage-deflate", "")]
    public void Choose_WellFormedOffer_IsAnsweredWithoutContexts(string offer, string bound) =>
        DeflateOffer.Choose(offer)!.Answer.Should().Be(Answer + bound);

    [Theory]
    [InlineData("")]
    [InlineData("foo")]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=7")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits=08")]
    [InlineData("permessage-deflate; client_max_window_bits=x")]
    public void Choose_BrokenOrUnknownOffer_IsDeclined(string offer) => DeflateOffer.Choose(offer).Should().BeNull();

    [Theory]
    [InlineData("permessage-deflate", true)]
    [InlineData("permessage-deflate; server_max_window_bits=15", true)]
    [InlineData("permessage-deflate; server_max_window_bits=14", false)]
    [InlineData("permessage-deflate; server_max_window_bits=8", false)]
    public void HasFullWindow_TellsWhoCanInflateOurs(string offer, bool expected) => DeflateOffer.Choose(offer)!.HasFullWindow.Should().Be(expected);

    [Fact]
    public void Choose_SeveralLines_TakesTheFirstThatFits() =>
        DeflateOffer.Choose(new StringValues(["permessage-deflate; bad", "permessage-deflate; server_max_window_bits=12"]))!.HasFullWindow.Should().BeFalse();
}
