namespace RoomSockets.Tests;

public sealed class TrialLogTests
{
    [Fact]
    public void Note_ManyTimes_WritesALineAMinute()
    {
        var (clock, logger) = (new FakeClock(), new RecordingLogger<TrialLog>());
        var log = new TrialLog(clock, logger);
        var limit = new RoomRateLimitOptions().Messages(perMinute: 1, dryRun: true).Limits[0];

        for (var i = 0; i < 10; i++) log.Note(limit);
        clock.Advance(TimeSpan.FromMinutes(1));
        log.Note(limit);

        logger.Entries.Select(static entry => entry.Id).Should().Equal(4122, 4122);
        logger.Entries[0].Text.Should().Contain("'messages by Connection'").And.Contain("refused 1 ");
        logger.Entries[1].Text.Should().Contain("refused 10 ");
    }
}
