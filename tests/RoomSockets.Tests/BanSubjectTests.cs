using System.Net;

namespace RoomSockets.Tests;

public sealed class BanSubjectTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1:2::/64")]
    [InlineData("::1", "::/64")]
    public void TryParseAddress_OfAnAddress_IsWhoeverHasIt(string text, string expected)
    {
        BanSubject.TryParseAddress(text, out var subject).Should().BeTrue();

        (subject!.Address, subject.UserId, subject.ToString()).Should().Be((expected, null, expected));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("somewhere")]
    [InlineData("192.0.2.0/24")]
    [InlineData("192.0.2.1/64")]
    [InlineData("2001:db8::/32")]
    public void TryParseAddress_OfSomethingElse_IsNone(string? text) => BanSubject.TryParseAddress(text, out _).Should().BeFalse();

    /// <summary>Limits and bans take the same addresses for one.</summary>
    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void OfAddress_IsTheSameAsForLimits(string one, string other, bool same)
    {
        var (a, b) = (IPAddress.Parse(one), IPAddress.Parse(other));

        (BanSubject.OfAddress(a) == BanSubject.OfAddress(b)).Should().Be(same);
        (ClientNetwork.Of(a) == ClientNetwork.Of(b)).Should().Be(same);
    }

    [Fact]
    public void OfUser_TheBounds_AreThoseOfAnId()
    {
        BanSubject.OfUser(new string('u', 256)).UserId.Should().HaveLength(256);
        var tooLong = () => BanSubject.OfUser(new string('u', 257));
        var empty = () => BanSubject.OfUser("");

        tooLong.Should().Throw<ArgumentOutOfRangeException>();
        empty.Should().Throw<ArgumentException>();
        BanSubject.OfUser("192.0.2.1").Should().NotBe(BanSubject.OfAddress(IPAddress.Parse("192.0.2.1")), "a user may be called so");
    }
}
