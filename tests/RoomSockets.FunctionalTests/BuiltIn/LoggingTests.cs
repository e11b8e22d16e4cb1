using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.BuiltIn;

public sealed class LoggingTests
{
    [Fact]
    public async Task Raw_ALife_IsLoggedWithoutWhatIsSecret()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(static rooms => rooms.AddRoomLogging(), clock: clock);
        await using (var ann = await app.ConnectAsync("/ws/lobby?token=secret-token&q=secret-query"))
        {
            await ann.SendAsync("secret words");
            await ann.ReceiveAsync();
            clock.Advance(TimeSpan.FromSeconds(7));
            await ann.Socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "secret bye", CancellationToken.None).WaitAsync(TestApp.Patience);
        }

        await app.LeftAsync(0);
        await TestApp.EventuallyAsync(() => Task.FromResult(Lines(app).Count == 4), "the end is logged");
        var lines = Lines(app);
        lines.Select(static line => line.Level).Should().Equal(LogLevel.Information, LogLevel.Information, LogLevel.Debug, LogLevel.Information);
        lines.Should().OnlyContain(static line => line.Text.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        lines[0].Text.Should().Contain("'/ws/lobby'");
        lines[1].Text.Should().Contain("roomsockets.raw");
        lines[2].Text.Should().Contain("Message, text, 12 bytes, room 'lobby'");
        lines[3].Text.Should().Contain("after 7 s").And.Contain("ClientClosed (1000)");
        lines.Should().OnlyContain(static line => !line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task V1_EachMessage_IsLoggedWithItsKind()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddRoomLogging(static options => (options.LifeLevel, options.MessageLevel) = (LogLevel.None, LogLevel.Warning)));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("r");
        await ann.PublishAsync("r", "hello");
        await ann.SendAsync("""{"type":"signal","room":"r","name":"typing","data":true}""");
        await ann.SendAsync("""{"type":"direct","id":1,"to":"bob","data":"psst"}""");
        await ann.ReadUntilAsync("ack");

        Lines(app).Select(static line => (line.Level, line.Text.Split(": ")[1])).Should().Equal(
            (LogLevel.Warning, "Message, text, 5 bytes, room 'r'."),
            (LogLevel.Warning, "Signal, text, 4 bytes, room 'r'."),
            (LogLevel.Warning, "Direct, text, 4 bytes, room ''."));
    }

    [Fact]
    public async Task Connecting_Refused_IsLoggedWithItsCode()
    {
        await using var app = await TestApp.StartAsync(
            static map => map.MapRoomSockets("/any/{**rest}", static _ => ValueTask.CompletedTask).AllowAnonymous().AddRoomLogging().AddRoomRateLimits(static limits => limits.Connects(perMinute: 1)));
        await using var first = await app.ConnectAsync("/any/r");
        await using var second = await app.KnockAsync("/any/r%0Aforged");

        Lines(app)[^2].Text.Should().Contain("'/any/r%0Aforged'");
        Lines(app)[^1].Text.Should().Contain("was refused").And.Contain("429 rate_limited");
    }

    private static List<LogCapture.Entry> Lines(TestApp app) => [.. app.Logs.Entries.Where(static entry => entry.Category == "RoomSockets.RoomLogging")];
}
