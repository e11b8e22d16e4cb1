using System.Text.RegularExpressions;

namespace RoomSockets.Tests;

public sealed class BannedSymbolTests
{
    [Fact]
    public void Source_EachBannedExpression_IsAbsent()
    {
        var banned = File.ReadAllLines(Path.Combine(SourceText.Root, "BannedSymbols.txt")).Where(line => line.Length > 0).Select(ToExpression).Distinct().ToList();
        banned.Should().Contain(["DateTime.Now", "Task.Delay", "Thread.Sleep"]);

        // A delay on the clock that tests hold is not the one that is banned.
        var found = from file in SourceText.All
                    from expression in banned
                    where Regex.IsMatch(file.Code, $@"\b{Regex.Escape(expression)}\b(?!\(\w+, time\b)")
                    select $"{file.Name} has {expression}";

        found.Should().BeEmpty();
    }

    [Theory]
    [InlineData("P:System.DateTime.Now; Use TimeProvider.", "DateTime.Now")]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.Int32); A gate.", "Task.Delay")]
    [InlineData("T:System.Timers.Timer; Use the Wheel.", "Timer")]
    public void ToExpression_ALine_IsAsItStandsInCode(string line, string expected) => ToExpression(line).Should().Be(expected);

    private static string ToExpression(string line)
    {
        var symbol = line.Split(';', '(')[0];
        var parts = symbol[2..].Split('.');
        return symbol[0] == 'T' ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }
}
