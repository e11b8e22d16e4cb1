using System.Security.Claims;
using System.Text;

namespace RoomSockets.Tests;

public sealed class TicketContentTests
{
    private static readonly DateTimeOffset End = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Read_WhatWasWritten_IsTheSameUser()
    {
        Claim[] claims = [new("sub", "auth0|7"), new("nick", "Ann"), new("right", "speaker"), new("right", "editor"), new("odd", "\0 \ud83d\ude00")];
        var user = new ClaimsPrincipal([new ClaimsIdentity(claims, "jwt", "nick", "right"), new ClaimsIdentity([new Claim("team", "red")], "host")]);

        var (read, tokenId, end) = TicketContent.Read(TicketContent.Write(new Identity(user, "jti-1", End)));

        (tokenId, end).Should().Be(("jti-1", End));
        read!.Claims.Select(claim => (claim.Type, claim.Value)).Should().Equal(user.Claims.Select(claim => (claim.Type, claim.Value)));
        (read.Identity!.Name, read.Identity.AuthenticationType, read.IsInRole("speaker"), read.Identity.IsAuthenticated).Should().Be(("Ann", "jwt", true, true));
        new Identity(read).UserId.Should().Be("auth0|7");
    }

    [Fact]
    public void Read_ATokenWithoutIdAndEnd_HasNone()
    {
        var (_, tokenId, end) = TicketContent.Read(TicketContent.Write(new Identity(new ClaimsPrincipal(new ClaimsIdentity("jwt")))));

        (tokenId, end).Should().Be(((string?)null, (DateTimeOffset?)null));
    }

    [Fact]
    public void Write_AUserOfTheStore_HasNoClaims()
    {
        var identity = new Identity(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "secret-claim")], "jwt")), "token:7", End, IsStored: true);

        var content = TicketContent.Write(identity)!;

        TicketContent.Read(content).User.Should().BeNull("the store knows it");
        Encoding.UTF8.GetString(content).Should().NotContain("secret-claim");
    }

    /// <summary>Handlers of the host's may keep the token that they validated in the identity.</summary>
    [Fact]
    public void Write_AnIdentityWithItsToken_LeavesTheTokenOut()
    {
        var made = new ClaimsIdentity([new Claim("sub", "7") { Properties = { ["token"] = "eyJ-secret" } }], "jwt") { BootstrapContext = "eyJ-secret" };

        Encoding.UTF8.GetString(TicketContent.Write(new Identity(new ClaimsPrincipal(made)))!).Should().NotContain("eyJ-secret");
    }

    [Theory]
    [InlineData(65_000, true)]
    [InlineData(65_600, false)]
    public void Write_MoreClaimsThanAStoreKeeps_IsNone(int length, bool fits) =>
        (TicketContent.Write(new Identity(new ClaimsPrincipal(new ClaimsIdentity([new Claim("x", new string('x', length))], "jwt")))) is not null).Should().Be(fits);

    [Fact]
    public void Read_AnotherVersion_SaysSo() =>
        FluentActions.Invoking(() => TicketContent.Read(new byte[] { 9 })).Should().Throw<InvalidDataException>();
}
