using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

public sealed class ConstantTokenValidatorTests
{
    [Fact]
    public async Task ValidateAsync_TheToken_IsThatUser()
    {
        var result = await Validate("secret", name: "Bot");

        (result.Identity!.UserId, result.Identity.UserName).Should().Be(("bot", "Bot"));
        result.Identity.ExpiresAt.Should().BeNull();
    }

    [Fact]
    public async Task ValidateAsync_WithoutName_IsCalledByItsId() => (await Validate("secret")).Identity!.UserName.Should().Be("bot");

    [Theory]
    [InlineData("Secret")]
    [InlineData("secre")]
    [InlineData("secrets")]
    [InlineData(" secret")]
    [InlineData("other")]
    public async Task ValidateAsync_AnotherToken_IsLeftToTheNext(string token) => (await Validate(token)).Should().BeSameAs(TokenResult.NoResult);

    private static Task<TokenResult> Validate(string token, string? name = null) =>
        new ConstantTokenValidator("secret", "bot", name).ValidateAsync(new TokenContext(token, TokenSource.Header, new DefaultHttpContext(), new ServiceCollection().BuildServiceProvider()), default).Soon();
}
