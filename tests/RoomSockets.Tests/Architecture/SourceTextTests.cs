namespace RoomSockets.Tests;

/// <summary>The rules below are only worth what the reading of the source is worth.</summary>
public sealed class SourceTextTests
{
    [Theory]
    [InlineData("a // Task.Delay(1)\nb", "a  \nb")]
    [InlineData("a /* x\n y */ b", "a   b")]
    [InlineData("f(\"x // y\", z)", "f(\"\", z)")]
    [InlineData("f(\"\\\"x\", y)", "f(\"\", y)")]
    [InlineData("f('\"', y, '\\'', z)", "f(\"\", y, \"\", z)")]
    [InlineData("f(@\"a\\\", y)", "f(\"\", y)")]
    [InlineData("f($\"a {b}\", y)", "f(\"\", y)")]
    [InlineData("f(\"\"\"a \"b\" c\"\"\", y)", "f(\"\", y)")]
    public void Strip_CommentsAndStrings_AreGone(string text, string expected) => SourceText.Strip(text).Should().Be(expected);

    [Fact]
    public void All_TheLibrary_IsThere()
    {
        SourceText.All.Should().HaveCountGreaterThan(60);
        SourceText.All.SelectMany(file => file.DeclaredTypes).Should().Contain([nameof(Outbox), nameof(IConnection), nameof(CloseCause), nameof(SendResult)]);
    }
}
