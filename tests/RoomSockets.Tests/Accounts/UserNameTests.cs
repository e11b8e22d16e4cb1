namespace RoomSockets.Tests;

public sealed class UserNameTests
{
    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("  Ann  ", "Ann")]
    [InlineData("a b", "a b")]
    [InlineData("e\u0301", "é")]
    [InlineData("日本 😀", "日本 😀")]
    [InlineData("__proto__", "__proto__")]
    public void TryNormalize_AName_IsTrimmedAndComposed(string name, string expected)
    {
        UserName.TryNormalize(name, out var normalized).Should().BeTrue();
        normalized.Should().Be(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\uFFFDb")]
    public void TryNormalize_NoName_IsRefused(string? name) => UserName.TryNormalize(name, out _).Should().BeFalse();

    [Fact]
    public void TryNormalize_HalfASurrogatePair_IsRefused()
    {
        UserName.TryNormalize("a\uD800", out _).Should().BeFalse();
        UserName.TryNormalize("\uDC00b", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("😀")]
    [InlineData("e\u0301")]
    public void TryNormalize_CodePoints_AreLimitedTo64(string unit)
    {
        UserName.TryNormalize(Repeat(unit, 63), out _).Should().BeTrue();
        UserName.TryNormalize(Repeat(unit, 64), out _).Should().BeTrue();
        UserName.TryNormalize(Repeat(unit, 65), out _).Should().BeFalse();
    }

    [Fact]
    public void TryNormalize_AMegabyte_IsRefusedUnread() => UserName.TryNormalize(new string('a', 1_000_000), out _).Should().BeFalse();

    [Fact]
    public void NormalizeName_Case_DoesNotMatter() => StoredUser.NormalizeName("Émile").Should().Be(StoredUser.NormalizeName("éMILE"));

    private static string Repeat(string unit, int count) => string.Concat(Enumerable.Repeat(unit, count));
}
