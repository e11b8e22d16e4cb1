namespace RoomSockets.Tests;

public sealed class SpeakingTurnsTests
{
    private readonly FakeClock _clock = new();
    private readonly SpeakingTurns _turns;

    public SpeakingTurnsTests() => _turns = new SpeakingTurns(_clock);

    [Fact]
    public void TryTake_WithinTheInterval_SaysHowLongToWait()
    {
        var interval = TimeSpan.FromSeconds(30);
        _turns.TryTake("r", "ann", interval).Should().Be(TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(10));

        _turns.TryTake("r", "ann", interval).Should().Be(TimeSpan.FromSeconds(20));
        _turns.TryTake("r", "bob", interval).Should().Be(TimeSpan.Zero);
        _turns.TryTake("other", "ann", interval).Should().Be(TimeSpan.Zero);
        _turns.TryTake("r", "ann", TimeSpan.FromSeconds(10)).Should().Be(TimeSpan.Zero, "what the room has now counts");
    }

    [Fact]
    public void TryTake_MoreSpeakersThanAreRemembered_TheTurnThatIsOverSoonestIsForgotten()
    {
        var interval = TimeSpan.FromSeconds(5);
        _turns.TryTake("slow", "ann", TimeSpan.FromHours(6));
        for (var i = 1; i < SpeakingTurns.MaxRemembered; i++) _turns.TryTake("r", $"{i}", interval);

        _turns.TryTake("r", "late", interval).Should().Be(TimeSpan.Zero, "a crowd does not silence who comes after it");

        _turns.TryTake("slow", "ann", TimeSpan.FromHours(6)).Should().Be(TimeSpan.FromHours(6));
        _turns.TryTake("r", "2", interval).Should().Be(interval);
        _turns.TryTake("r", "1", interval).Should().Be(TimeSpan.Zero);
    }
}
