using System.Text;

namespace RoomSockets.Tests;

/// <summary>An origin is read or it is none; never an exception, whatever a stranger writes there.</summary>
public sealed class OriginFuzzTests
{
    private const int Seed = 20261121;
    private const int Rounds = 20_000;

    private static readonly string[] Parts =
        ["http", "https", "://", ":", "//", "xn--", "xn--e1a", "\u00E9", "\u0438", "\u2488", "\u200D", "\u00AD", "\u3002", "\uFF0E", "\uFFFE", "[::1]", "[", "]", "%", "1", "0x7f", "80", "a", ".", "-", "*", "@", "/", " ", "\u0661", "\U0001F600"];

    [Fact]
    public void TryParse_OfHostileParts_NeverThrows()
    {
#pragma warning disable CA5394 // Nothing is kept secret here.
        var random = new Random(Seed);
        for (var i = 0; i < Rounds; i++)
        {
            var text = new StringBuilder(random.Next(3) > 0 ? "http://" : string.Empty);
            for (var count = random.Next(1, 8); count > 0; count--) text.Append(Parts[random.Next(Parts.Length)]);
#pragma warning restore CA5394
            Check(text.ToString());
        }
    }

    [Theory]
    [InlineData("http://xn--\u00E9")]
    [InlineData("http://xn--e1a\u0438")]
    [InlineData("http://\u2488com")]
    [InlineData("https://\u200D")]
    public void TryParse_OfANameThatBreaksTheRulesOfIdn_IsNone(string text) => Origin.TryParse(text, out _).Should().BeFalse();

    private static void Check(string text)
    {
        try
        {
            if (Origin.TryParse(text, out var origin)) origin.Text.Should().StartWith("http").And.NotEndWith("/");
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"Seed {Seed}, origin {Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}: {error}");
        }
    }
}
