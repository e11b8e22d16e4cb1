using System.Security.Cryptography;
using System.Text;

namespace RoomSockets.Tests;

public sealed class TokenKeyTests
{
    private const string Key = "cafe0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab";

    [Fact]
    public void New_EachOne_Has256BitsOfItsOwn()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => TokenKey.New()).ToList();

        keys.Should().OnlyHaveUniqueItems().And.OnlyContain(key => key.Length == 64 && key.All(char.IsAsciiHexDigitLower));
    }

    [Theory]
    [InlineData("Token_")]
    [InlineData("")]
    [InlineData("cafe")]
    [InlineData("c")]
    public void TryRead_WithAndWithoutPrefix_IsTheSameToken(string prefix)
    {
        TokenKey.TryRead(prefix + Key, prefix, out var with).Should().BeTrue();
        TokenKey.TryRead(Key, prefix, out var without).Should().BeTrue();

        with.Should().Equal(without).And.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(Key)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Token_")]
    [InlineData("token_" + Key)]
    [InlineData("Token_Token_" + Key)]
    [InlineData(Key + "0")]
    [InlineData(Key + " ")]
    [InlineData("Cafe0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab")]
    [InlineData("gafe0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab")]
    public void TryRead_NoTokenOfOurs_IsFalse(string? text) => TokenKey.TryRead(text, "Token_", out _).Should().BeFalse();
}
