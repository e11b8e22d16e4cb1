namespace RoomSockets.Client.Tests;

public sealed class PureTests
{
    [Theory]
    [InlineData(0, 500)]
    [InlineData(1, 1000)]
    [InlineData(5, 16_000)]
    [InlineData(6, 20_000)]
    [InlineData(int.MaxValue, 20_000)]
    public void Wait_FullJitter_IsBetweenNothingAndTheBound(int attempt, double bound)
    {
        Backoff.Wait(attempt, 0).Should().Be(TimeSpan.Zero);
        Backoff.Wait(attempt, 1).Should().Be(TimeSpan.FromMilliseconds(bound));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    [InlineData(1006, false)]
    [InlineData(1008, true)]
    [InlineData(1009, false)]
    [InlineData(1013, false)]
    [InlineData(3999, false)]
    [InlineData(4000, true)]
    [InlineData(4099, true)]
    [InlineData(4100, false)]
    [InlineData(4202, false)]
    [InlineData(4999, false)]
    public void IsFinal_CloseCode_SaysWhetherToComeBack(int code, bool expected) => CloseVerdict.IsFinal(code).Should().Be(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Offer_NoToken_IsTheSubProtocolAlone(string? token) => Credentials.Offer(token).Should().Equal("roomsockets.v1.json");

    [Fact]
    public void Offer_TokenWithOtherCharacters_IsEncoded() => Credentials.Offer("a b").Should().Equal("roomsockets.v1.json", "roomsockets.bearer64.YSBi");

    [Theory]
    [InlineData("http://chat.example/ws?a=1", "ws://chat.example/ws?a=1")]
    [InlineData("https://chat.example:8443/ws", "wss://chat.example:8443/ws")]
    [InlineData("wss://chat.example/ws/caf%C3%A9%2F1", "wss://chat.example/ws/caf%C3%A9%2F1")]
    [InlineData("https://chat.example/ws", "wss://chat.example/ws")]
    public void From_AddressOfASite_IsThatOfItsSockets(string address, string expected) => SocketUri.From(new Uri(address)).Should().Be(new Uri(expected));

    [Theory]
    [InlineData("/ws", "no whole address")]
    [InlineData("ftp://chat.example/ws", "'ftp' is no scheme")]
    public void From_AnotherAddress_IsRefusedWithTheCure(string address, string message) =>
        FluentActions.Invoking(() => SocketUri.From(new Uri(address, UriKind.RelativeOrAbsolute))).Should().Throw<ArgumentException>().WithMessage($"*{message}*");

    [Fact]
    public void New_Keys_AreDifferentShortAndSortByTime()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var keys = Enumerable.Range(0, 50).Select(i => MessageKey.New(now.AddMilliseconds(i))).ToList();

        keys.Should().OnlyHaveUniqueItems().And.OnlyContain(key => key.Length <= 64);
        keys.Should().BeInAscendingOrder(StringComparer.Ordinal);
        keys.Select(key => key[^24..]).Should().OnlyHaveUniqueItems("that part cannot be guessed");
    }
}
