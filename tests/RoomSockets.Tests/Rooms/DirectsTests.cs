namespace RoomSockets.Tests;

/// <summary>What the hidden room of two users is called.</summary>
public sealed class DirectsTests
{
    [Fact]
    public void NameOf_WhoeverAsks_IsTheSame() => Directs.NameOf("ann", "bob").Should().Be(Directs.NameOf("bob", "ann"));

    [Theory]
    [InlineData("a", "bc", "ab", "c")]
    [InlineData("1:a", "b", "1", ":ab")]
    [InlineData("ann", "ann", "ann", "bob")]
    [InlineData("a", "b", "A", "b")]
    [InlineData("ä", "b", "a\u0308", "b")]
    public void NameOf_OtherPairs_IsAnother(string user, string other, string user2, string other2) =>
        Directs.NameOf(user, other).Should().NotBe(Directs.NameOf(user2, other2));

    [Fact]
    public void NameOf_AnyUsers_IsANameThatAStoreTakesAndNoClientCanGive()
    {
        foreach (var user in new[] { "a", new string('\u00e4', 256), "__proto__", "\u0001x", "\ud83d\ude00" })
        {
            var name = Directs.NameOf(user, "bob");
            RoomName.IsHidden(name).Should().BeTrue();
            name.Length.Should().BeLessThanOrEqualTo(RoomName.MaxCodePoints);
            RoomName.TryNormalize(name, out _, out _).Should().BeFalse();
            name.Should().NotContain("bob", "names of users are nobody's business");
        }
    }
}
