namespace RoomSockets.Tests;

public sealed class RoomNameTests
{
    [Theory]
    [InlineData("lobby")]
    [InlineData("Ünï-çødé 日本 😀")]
    [InlineData("a b/c?d#e%20<script>")]
    [InlineData("__proto__")]
    [InlineData(" ")]
    public void Normalize_AnyText_IsAName(string name) => RoomName.Normalize(name).Should().Be(name);

    [Fact]
    public void Normalize_DecomposedText_IsComposed()
    {
        RoomName.Normalize("e\u0301").Should().Be("\u00E9");
        RoomName.Normalize("\u00E9").Should().Be("\u00E9");
        RoomName.Normalize("\u1100\u1161").Should().Be("\uAC00");
    }

    [Fact]
    public void Normalize_CompatibilityForms_StayApart() => RoomName.Normalize("\uFB01").Should().Be("\uFB01", "NFC and not NFKC");

    [Fact]
    public void Normalize_CaseDiffers_IsAnotherName() => RoomName.Normalize("Lobby").Should().NotBe(RoomName.Normalize("lobby"));

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("😀")]
    [InlineData("e\u0301")]
    public void TryNormalize_CodePoints_AreLimitedTo60(string unit)
    {
        TryNormalize(unit, 59).Should().BeTrue();
        TryNormalize(unit, 60).Should().BeTrue();
        TryNormalize(unit, 61).Should().BeFalse();
    }

    [Fact]
    public void TryNormalize_TooLong_SaysHowLong()
    {
        RoomName.TryNormalize(new string('a', 61), out _, out var error).Should().BeFalse();

        error.Should().Be("A room name may have 60 code points; this one has 61.");
    }

    [Fact]
    public void TryNormalize_VeryLong_IsRefused() => TryNormalize("a", 1_000_000).Should().BeFalse();

    [Fact]
    public void TryNormalize_MarksWithoutNumber_AreRefused() => TryNormalize("\u0301", 61).Should().BeFalse();

    [Fact]
    public void TryNormalize_EachControlCharacter_IsRefused()
    {
        foreach (var value in Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Append(0x2028).Append(0x2029))
        {
            RoomName.TryNormalize($"a{(char)value}b", out var name, out var error).Should().BeFalse("U+{0:X4}", value);
            name.Should().BeNull();
            error.Should().Contain($"U+{value:X4}");
        }
    }

    [Fact]
    public void TryNormalize_LoneSurrogate_IsRefused()
    {
        foreach (var name in new[] { "\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "x\uFFFD" })
        {
            RoomName.TryNormalize(name, out _, out var error).Should().BeFalse();
            error.Should().Contain("well-formed");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void TryNormalize_Empty_IsRefused(string? name)
    {
        RoomName.TryNormalize(name, out _, out var error).Should().BeFalse();

        error.Should().Be("A room name must not be empty.");
    }

    [Fact]
    public void Normalize_NoName_Throws() =>
        FluentActions.Invoking(() => RoomName.Normalize("a\nb")).Should().Throw<ArgumentException>().WithMessage("*U+000A*").WithParameterName("name");

    private static bool TryNormalize(string unit, int count) =>
        RoomName.TryNormalize(string.Concat(Enumerable.Repeat(unit, count)), out _, out _);
}
