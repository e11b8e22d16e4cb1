namespace RoomSockets.Tests;

public sealed class TicketFormTests
{
    private const string Key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void Is_APrefixAndSixtyFourDigits_IsATicket() => TicketForm.Is($"Ticket_{Key}").Should().BeTrue();

    [Theory]
    [InlineData(Key)]
    [InlineData("Token_" + Key)]
    [InlineData("ticket_" + Key)]
    [InlineData("Ticket_" + Key + "0")]
    [InlineData("Ticket_0" + Key)]
    [InlineData("Ticket_0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("Ticket_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde٣")]
    [InlineData("Ticket_")]
    [InlineData("")]
    public void Is_AnythingElse_IsNone(string text) => TicketForm.Is(text).Should().BeFalse();

    [Fact]
    public void Is_FitsAsASubProtocol_WithoutEncoding() =>
        $"roomsockets.bearer.Ticket_{Key}".Should().MatchRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "clients send such a token as it is");
}
