namespace RoomSockets.Tests;

public sealed class SizeTests
{
    [Fact]
    public void Files_EachOne_HasAtMost300Lines() =>
        SourceText.All.Where(file => file.Lines > 300).Select(file => $"{file.Name}: {file.Lines} lines").Should().BeEmpty();

    [Fact]
    public void Files_TheMedian_IsUnder80Lines()
    {
        var lines = SourceText.All.Select(file => file.Lines).Order().ToList();

        lines[lines.Count / 2].Should().BeLessThan(80);
    }
}
