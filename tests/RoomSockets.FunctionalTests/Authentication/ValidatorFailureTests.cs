using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class ValidatorFailureTests
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Exception_InAValidator_FailsClosedWith503()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor(), rooms => rooms
            .AddTokenValidator((_, _) => throw new InvalidOperationException("the database is away"))
            .AddTokenValidator((_, _) => ValueTask.FromResult(TokenResult.Success("ann"))));
        app.Logs.Expect("A token validator failed");

        await using var client = await app.KnockAsync("/ws?token=t");

        client.Verdict().Should().Be("503 authentication_unavailable");
        RetryAfter(client).Should().BeInRange(1, 5);
        client.Body.Should().NotContain("database", "our exception is none of the client's business");
        app.Logs.Entries.Should().ContainSingle(entry => entry.Error is InvalidOperationException);
    }

    [Fact]
    public async Task Exception_OnAnAnonymousEndpoint_LetsNobodyInEither()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor().AllowAnonymous(), rooms => rooms
            .AddTokenValidator((_, _) => throw new InvalidOperationException("the database is away")));
        app.Logs.Expect("A token validator failed");

        (await app.RefusalAsync("/ws?token=t")).Should().Be("503 authentication_unavailable");
    }

    [Fact]
    public async Task Hang_UntilItsTokenIsCancelled_EndsAfterTheHandshakeTimeout()
    {
        await using var app = await StartAsync(async cancellation => await Forever(cancellation));

        await RefusesAfterFiveSecondsAsync(app);
    }

    [Fact]
    public async Task Hang_ThatIgnoresItsToken_EndsAfterTheHandshakeTimeout()
    {
        await using var app = await StartAsync(async _ => await Forever(CancellationToken.None));

        await RefusesAfterFiveSecondsAsync(app);
    }

    private async Task RefusesAfterFiveSecondsAsync(TestApp app)
    {
        app.Logs.Expect("took longer than 00:00:05");
        var knock = app.KnockAsync("/ws?token=t");
        await _entered.Task.WaitAsync(TestApp.Patience);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        app.Logs.Entries.Should().NotContain(entry => entry.Text.Contains("took longer", StringComparison.Ordinal));
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        await using var client = await knock;
        client.Verdict().Should().Be("503 authentication_unavailable");
        RetryAfter(client).Should().BeInRange(1, 5);
    }

    private Task<TestApp> StartAsync(Func<CancellationToken, Task> wait) => TestApp.StartAsync(
        map => map.MapDoor(),
        rooms => rooms.AddTokenValidator(async (_, cancellation) =>
        {
            _entered.TrySetResult();
            await wait(cancellation);
            return TokenResult.Success("late");
        }),
        _clock);

    private static Task Forever(CancellationToken cancellation) => new TaskCompletionSource().Task.WaitAsync(cancellation);

    private static int RetryAfter(RawClient client) => int.Parse(client.Headers["Retry-After"], CultureInfo.InvariantCulture);
}
