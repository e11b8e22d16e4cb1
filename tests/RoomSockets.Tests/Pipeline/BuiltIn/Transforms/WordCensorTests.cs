using System.Diagnostics;
using System.Text;

namespace RoomSockets.Tests;

public sealed class WordCensorTests
{
    private readonly WordCensor _censor = new(["damn", "café", "straße", "σοφός"], "*");

    [Theory]
    [InlineData("damn", "****")]
    [InlineData("Damn, DAMN and dAmN!", "****, **** and ****!")]
    [InlineData("goddamn damned damn1 damn", "goddamn damned damn1 ****")]
    [InlineData("_damn_ (damn) damn-it damn's", "_****_ (****) ****-it ****'s")]
    [InlineData("ｄａｍｎ ＤＡＭＮ", "**** ****")]
    [InlineData("𝐝𝐚𝐦𝐧 𝒟𝒶𝓂𝓃", "**** ****")]
    [InlineData("ⓓⓐⓜⓝ ⒹⒶⓂⓃ", "**** ****")]
    [InlineData("d\u0301a\u0302m\u0303n\u0304", "****")]
    [InlineData("d\u200Ba\u00ADm\u200Dn", "****")]
    [InlineData("café cafe\u0301 CAFÉ CAFE\u0301 cafe", "**** **** **** **** ****")]
    [InlineData("STRAßE straße STRAẞE", "****** ****** ******")]
    [InlineData("ΣΟΦΌΣ σοφος", "***** *****")]
    [InlineData("\uD800 damn \uDC00", "\uD800 **** \uDC00")]
    [InlineData("x👍🏽damn👨‍👩‍👧 damn", "x👍🏽****👨‍👩‍👧 ****")]
    public void Apply_AWordInAnyForm_IsMasked(string text, string expected) => _censor.Apply(text).Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("hello, world")]
    [InlineData("こんにちは мир \uD800")]
    public void Apply_WithoutAWord_IsTheSameObject(string text) => _censor.Apply(text).Should().BeSameAs(text);

    [Fact]
    public void Apply_WithALongMask_PutsItForTheWord() => new WordCensor(["damn"], "[…]").Apply("a damn day, damn").Should().Be("a […] day, […]");

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    [InlineData("x-y")]
    [InlineData("\u0301")]
    public void Create_OfWhatIsNoWord_Fails(string word)
    {
        var create = () => new WordCensor([word], "*");

        create.Should().Throw<ArgumentException>().WithMessage($"'{word}' is no word*");
    }

    [Fact]
    public void Create_OfNothingOrWithoutMask_Fails()
    {
        ((Action)(() => _ = new WordCensor([], "*"))).Should().Throw<ArgumentException>();
        ((Action)(() => _ = new WordCensor(["a"], ""))).Should().Throw<ArgumentException>();
        ((Action)(() => _ = new WordCensor(["a"], new string('*', 17)))).Should().Throw<ArgumentException>();
        ((Action)(() => _ = new WordCensor(["a"], "\uD83D"))).Should().Throw<ArgumentException>().WithMessage("*surrogate*");
        new WordCensor(["a"], "\uD83D\uDE48").Apply("a b").Should().Be("\uD83D\uDE48 b");
    }

    /// <summary>Twice the text may take twice the time, and never four times: of each hostile kind as much as fits into a large message.</summary>
    [Theory]
    [InlineData("d\u0301\u0323\u0301\u0323\u0301\u0323\u0301")]
    [InlineData("\u0301\u0323")]
    [InlineData("\u0F71\u0F72")]
    [InlineData("\uFDFA")]
    [InlineData("d")]
    [InlineData("damn\u200B")]
    [InlineData("damn ")]
    [InlineData("\uD800")]
    public void Apply_ToHostileText_IsLinear(string part)
    {
        var text = new StringBuilder().Insert(0, part, 1_000_000 / part.Length).ToString();
        var clock = Stopwatch.StartNew();

        _ = _censor.Apply(text);

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5), "a million characters would take hours if each looked at all others");
    }
}
