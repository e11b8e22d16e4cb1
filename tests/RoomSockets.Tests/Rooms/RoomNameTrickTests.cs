using System.Text;

namespace RoomSockets.Tests;

/// <summary>Names that would look like others, break something, or mean something to whoever takes them for a path.</summary>
public sealed class RoomNameTrickTests
{
    [Theory]
    [InlineData("lob\u200Bby")]
    [InlineData("lobby\u00AD")]
    [InlineData("\uFEFFlobby")]
    [InlineData("\u202Eybbol")]
    [InlineData("lobby\u202C")]
    [InlineData("\u2066lobby\u2069")]
    [InlineData("lob\u200Eby")]
    [InlineData("lob\u2060by")]
    [InlineData("lob\u061Cby")]
    public void TryNormalize_WhatCannotBeSeen_IsRefused(string name)
    {
        RoomName.TryNormalize(name, out _, out var error).Should().BeFalse();

        error.Should().Contain("cannot be seen");
    }

    [Theory]
    [InlineData("\U0001F469\u200D\U0001F4BB")]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    public void TryNormalize_JoinersAndTags_WhichWordsAndEmojiNeed_AreKept(string name)
    {
        RoomName.TryNormalize(name, out var normalized, out _).Should().BeTrue();

        normalized.Should().Be(name);
    }

    /// <summary>The platform throws when it is to normalise U+FFFE, and no text has any of the others.</summary>
    [Fact]
    public void TryNormalize_EachNoncharacter_IsRefused()
    {
        var ends = Enumerable.Range(0, 17).SelectMany(static plane => new[] { (plane << 16) | 0xFFFE, (plane << 16) | 0xFFFF });
        foreach (var value in ends.Concat(Enumerable.Range(0xFDD0, 0x20)))
        {
            RoomName.TryNormalize($"a{new Rune(value)}b", out _, out var error).Should().BeFalse("U+{0:X4}", value);
            error.Should().Contain($"U+{value:X4}");
        }
    }

    [Fact]
    public void TryNormalize_EveryCharacterThereIs_NeverThrowsAndIsStable()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value)) continue;
            if (!RoomName.TryNormalize($"a{new Rune(value)}", out var name, out _)) continue;
            if (!RoomName.TryNormalize(name, out var again, out _) || !string.Equals(again, name, StringComparison.Ordinal)) Assert.Fail($"U+{value:X4} is another name the second time");
        }
    }

    /// <summary>A name is a name and no path: nobody looks for a file of it, and nothing is tidied away.</summary>
    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../etc/passwd")]
    [InlineData("a/../b")]
    [InlineData("%2e%2e%2f")]
    [InlineData("a\\b")]
    [InlineData("file:///x")]
    [InlineData("a;b?c#d")]
    public void TryNormalize_PathTricks_AreNamesLikeOthers(string name)
    {
        RoomName.TryNormalize(name, out var normalized, out _).Should().BeTrue();

        normalized.Should().Be(name);
    }

    /// <summary>Letters that look alike are other letters: what a script may write is nobody's to forbid.</summary>
    [Fact]
    public void TryNormalize_LookAlikes_StayApart()
    {
        string[] names = ["a", "\u0430", "\uFF41", "\U0001D41A", "A"];

        names.Select(RoomName.Normalize).Should().OnlyHaveUniqueItems();
    }
}
