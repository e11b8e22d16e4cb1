using Microsoft.Extensions.Options;

namespace RoomSockets.Tests;

public sealed class BcryptPasswordHasherTests
{
    private readonly AccountOptions _options = new() { PasswordCost = 5 };

    [Fact]
    public void Hash_APassword_HasTheCostOfTheOptions()
    {
        var hash = Create().Hash("secret");

        hash.Should().StartWith("$2b$05$");
        Create().Verify("secret", hash, out var needsRehash).Should().BeTrue();
        needsRehash.Should().BeFalse();
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(6, false)]
    public void Verify_HashOfAnotherCost_NeedsAnotherWhereItIsLower(int cost, bool expected)
    {
        Create().Verify("secret", Bcrypt.Hash("secret", cost), out var needsRehash).Should().BeTrue();
        needsRehash.Should().Be(expected);
    }

    [Fact]
    public void Verify_AnUnknownForm_IsFalse()
    {
        Create().Verify("secret", "secret", out var needsRehash).Should().BeFalse();
        needsRehash.Should().BeFalse();
    }

    [Theory]
    [InlineData("x", 72)]
    [InlineData("é", 36)]
    [InlineData("😀", 18)]
    public void Hash_Bytes_AreLimitedTo72(string unit, int longest)
    {
        var hasher = Create();
        hasher.Hash(Repeat(unit, longest)).Should().NotBeEmpty();
        hasher.Invoking(it => it.Hash(Repeat(unit, longest) + "x")).Should().Throw<ArgumentException>().WithMessage("*72 bytes*");
    }

    [Fact]
    public void Hash_WithNul_IsRefused() => Create().Invoking(hasher => hasher.Hash("a\0b")).Should().Throw<ArgumentException>().WithMessage("*U+0000*");

    private BcryptPasswordHasher Create() => new(Options.Create(_options));

    private static string Repeat(string unit, int count) => string.Concat(Enumerable.Repeat(unit, count));
}
