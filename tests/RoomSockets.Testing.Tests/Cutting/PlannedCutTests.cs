namespace RoomSockets.Testing.Tests.Cutting;

public sealed class PlannedCutTests
{
    [Fact]
    public void Random_OfASeed_IsTheSameInEveryRun()
    {
        var cuts = Enumerable.Range(1, 1000).Select(number => PlannedCut.Random(7, 10, 1010)(number)!).ToList();

        cuts.Should().Equal(Enumerable.Range(1, 1000).Select(number => PlannedCut.Random(7, 10, 1010)(number)!));
        cuts.Should().NotEqual(Enumerable.Range(1, 1000).Select(number => PlannedCut.Random(8, 10, 1010)(number)!));
        cuts.Should().OnlyContain(static cut => cut.AfterBytes >= 10 && cut.AfterBytes <= 1010);
        cuts.Average(static cut => cut.AfterBytes).Should().BeInRange(460, 560);
        cuts.Count(static cut => cut.Kind == CutKind.End).Should().BeInRange(400, 600);
    }
}
