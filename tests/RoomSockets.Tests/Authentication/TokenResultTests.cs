using System.Security.Claims;

namespace RoomSockets.Tests;

public sealed class TokenResultTests
{
    private static readonly DateTimeOffset End = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Success_User_HasIdNameEndAndTokenId()
    {
        var identity = TokenResult.Success("u1", "Anna", End, "t1").Identity!;

        identity.Should().BeEquivalentTo(new { UserId = "u1", UserName = "Anna", ExpiresAt = End, TokenId = "t1" });
        identity.User.Identity!.IsAuthenticated.Should().BeTrue();
        identity.User.Identity.AuthenticationType.Should().Be("RoomSockets");
    }

    [Fact]
    public void Success_UserWithoutName_IsCalledByItsId() => TokenResult.Success("u1").Identity!.UserName.Should().Be("u1");

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Success_WithoutUserId_Throws(string? userId) =>
        FluentActions.Invoking(() => TokenResult.Success(userId!)).Should().Throw<ArgumentException>().WithParameterName(nameof(userId));

    [Fact]
    public void Success_PrincipalThatIsNotAuthenticated_ThrowsAndNamesTheCure() =>
        FluentActions.Invoking(() => TokenResult.Success(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "u1")]))))
            .Should().Throw<ArgumentException>().WithMessage("*authentication type*second argument*");

    [Fact]
    public void Success_PrincipalWithoutIdentity_Throws() =>
        FluentActions.Invoking(() => TokenResult.Success(new ClaimsPrincipal())).Should().Throw<ArgumentException>();

    [Fact]
    public void Success_Principal_TheUserIdIsItsNameIdentifierElseSub()
    {
        UserId(new Claim("sub", "s"), new Claim(ClaimTypes.NameIdentifier, "n")).Should().Be("n");
        UserId(new Claim("sub", "s"), new Claim(ClaimTypes.Name, "Anna")).Should().Be("s");
    }

    [Fact]
    public void Failure_WithoutCode_IsTokenInvalid() => TokenResult.Failure().FailureCode.Should().Be("token_invalid");

    [Fact]
    public void Failure_WithCode_HasItAndNoIdentity()
    {
        var result = TokenResult.Failure("banned");

        (result.FailureCode, result.Identity).Should().Be(("banned", null));
    }

    [Fact]
    public void Failure_EmptyCode_Throws() => FluentActions.Invoking(() => TokenResult.Failure("")).Should().Throw<ArgumentException>();

    [Fact]
    public void NoResult_IsNeither() => (TokenResult.NoResult.Identity, TokenResult.NoResult.FailureCode).Should().Be((null, null));

    private static string? UserId(params Claim[] claims) =>
        TokenResult.Success(new ClaimsPrincipal(new ClaimsIdentity(claims, "test"))).Identity!.UserId;
}
