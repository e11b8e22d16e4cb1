using System.Text;

namespace RoomSockets.Tests;

public sealed class BcryptTests
{
    private const string Known = "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";

    /// <summary>Vectors that implementations since OpenBSD's are checked with.</summary>
    [Theory]
    [InlineData("", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.")]
    [InlineData("", "$2a$08$HqWuK6/Ng6sg9gQzbLrgb.Tl.ZHfXLhvt/SgVyWhQqgqcZ7ZuUtye")]
    [InlineData("a", Known)]
    [InlineData("a", "$2a$08$cfcvVd2aQ8CMvoMpP2EBfeodLEkkFJ9umNEfPD18.hUF62qqlC/V.")]
    [InlineData("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC")]
    [InlineData("~!@#$%^&*()      ~!@#$%^&*()PNBFRD", "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO")]
    [InlineData("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")]
    [InlineData("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a")]
    public void Verify_PublishedVectors_AreRight(string password, string hash)
    {
        Bcrypt.Verify(password, hash).Should().BeTrue();
        Bcrypt.Verify(password, hash.Replace("$2a$", "$2b$", StringComparison.Ordinal)).Should().BeTrue();
        Bcrypt.Verify(password, hash.Replace("$2a$", "$2y$", StringComparison.Ordinal)).Should().BeTrue();
        Bcrypt.Verify(password + "x", hash).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("correct horse")]
    [InlineData("pässwörd 日本 😀")]
    public void Hash_AnyPassword_VerifiesAndHasASaltOfItsOwn(string password)
    {
        var (first, second) = (Bcrypt.Hash(password, 4), Bcrypt.Hash(password, 4));

        first.Should().MatchRegex(@"^\$2b\$04\$[./A-Za-z0-9]{53}$").And.NotBe(second);
        Bcrypt.Verify(password, first).Should().BeTrue();
        Bcrypt.Verify(password + " ", first).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2_sha256$1000000$salt$digest")]
    [InlineData("$2x$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    [InlineData("$2$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    [InlineData("$1a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    [InlineData("$2a$03$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    [InlineData("$2a$32$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    [InlineData("$2a$+6$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    [InlineData("$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfx")]
    [InlineData("$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxee")]
    [InlineData("$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYV=xe")]
    public void Verify_NoHashOfOurs_IsFalse(string hash)
    {
        Bcrypt.Verify("a", hash).Should().BeFalse();
        Bcrypt.CostOf(hash).Should().BeNull();
    }

    [Fact]
    public void Verify_OneDigitOfTheDigestDiffers_IsFalse()
    {
        for (var i = Known.Length - 31; i < Known.Length - 1; i++)
        {
            var other = string.Concat(Known.AsSpan(0, i), Known[i] == 'A' ? "B" : "A", Known.AsSpan(i + 1));
            Bcrypt.Verify("a", other).Should().BeFalse();
        }
    }

    [Fact]
    public void Verify_MoreThanBcryptTakes_IsNotCut()
    {
        var longest = new string('x', 72);
        var hash = Bcrypt.Hash(longest, 4);

        Bcrypt.Verify(longest, hash).Should().BeTrue();
        Bcrypt.Verify(longest[..71], hash).Should().BeFalse();
        Bcrypt.Verify(longest + "y", hash).Should().BeFalse("others would say yes");
        Bcrypt.Verify("a\0b", Known).Should().BeFalse("others would see an a");
    }

    [Fact]
    public void CostOf_AHash_IsItsCost() => Bcrypt.CostOf(Known).Should().Be(6);

    /// <summary>Of every length, so that the key is taken round and round in every way.</summary>
    [LibcryptFact]
    public void Hash_PasswordsOfEveryLength_AreThoseOfLibcrypt()
    {
        var random = new Random(7);
        for (var length = 0; length <= 72; length++)
        {
            var password = new string([.. Enumerable.Range(0, length).Select(_ => (char)random.Next(1, 128))]);
            var ours = Bcrypt.Hash(password, 4 + (length % 3));
            foreach (var version in new[] { "$2a$", "$2b$", "$2y$" })
                Libcrypt.Hash(Encoding.UTF8.GetBytes(password), version + ours[4..29])[4..].Should().Be(ours[4..], $"{length} characters");
        }
    }

    [LibcryptFact]
    public void Verify_HashesOfLibcrypt_AreRight()
    {
        foreach (var password in new[] { "ÿ", "\u00a3\u00a3", "pässwörd", "密碼密碼", "😀😀😀" })
        {
            var setting = Bcrypt.Hash("salt", 5)[..29];
            Bcrypt.Verify(password, Libcrypt.Hash(Encoding.UTF8.GetBytes(password), setting)).Should().BeTrue();
        }
    }
}
