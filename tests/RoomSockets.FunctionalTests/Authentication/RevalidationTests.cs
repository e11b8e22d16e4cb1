using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>The validators are asked again about the tokens of open connections.</summary>
public sealed class RevalidationTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly FakeClock _clock = new();
    private readonly Keys _keys = new();

    [Fact]
    public async Task Token_ThatIsStillGood_StaysAndIsAskedAboutEachTime()
    {
        await using var app = await StartAsync();
        await using var ann = await EnterAsync(app, "ann");

        for (var round = 2; round <= 4; round++) await AskAgainAsync(app, round);

        await ann.SendAsync("?");
        (await ann.ReceiveAsync()).Should().Be("ann");
        _keys.Asked.Should().OnlyContain(asked => asked == "ann Query", "it is the same token from the same place");
    }

    [Theory]
    [InlineData("unknown", "token_invalid")]
    [InlineData("failure", "token_invalid")]
    [InlineData("blocked", "token_invalid")]
    [InlineData("expired", "token_expired")]
    [InlineData("another", "token_invalid")]
    public async Task Token_ThatIsNotGoodAnyMore_EndsTheConnectionAlone(string verdict, string reason)
    {
        await using var app = await StartAsync();
        await using var ann = await EnterAsync(app, "ann");
        await using var ben = await EnterAsync(app, "ben");

        _keys.Say("ann", verdict);
        _clock.Advance(Every + Every);

        (await ann.ReceiveCloseAsync()).Should().Be((1008, reason));
        await ben.SendAsync("?");
        (await ben.ReceiveAsync()).Should().Be("ben");
    }

    [Theory]
    [InlineData("failure", 4001, false)]
    [InlineData("expired", 4202, true)]
    public async Task Token_OfAV1Client_EndsWithItsOwnCode(string verdict, int code, bool comesBack)
    {
        await using var app = await StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");

        _keys.Say("ann", verdict);
        _clock.Advance(Every + Every);

        var (bye, closed) = await ann.ReadEndAsync();
        (closed, bye!["reconnect"]!.GetValue<bool>()).Should().Be((code, comesBack));
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    public async Task Validator_ThatCannotSay_KeepsTheConnectionAndIsAskedAgainSoon(string verdict)
    {
        await using var app = await StartAsync();
        await using var ann = await EnterAsync(app, "ann");

        _keys.Say("ann", verdict);
        await AskAgainAsync(app, 2);
        // A validator that hangs is given the time of a handshake.
        if (verdict == "hangs") await TestApp.EventuallyAsync(() => AdvanceUntilNotedAsync(app), "its time is over");
        await ann.SendAsync("?");
        (await ann.ReceiveAsync()).Should().Be("ann", "a validator that is away ends nobody's connection");
        await TestApp.EventuallyAsync(() => AdvanceUntilNotedAsync(app), "it is noted");
        await TestApp.EventuallyAsync(() => Task.FromResult(app.Services.GetRequiredService<Revalidation>().IsIdle), "what follows from it has been done");
        await ann.SendAsync("?");
        (await ann.ReceiveAsync()).Should().Be("ann", "it is still there");
        _keys.Say("ann", "failure");
        await TestApp.EventuallyAsync(() => AdvanceUntilEndedAsync(app), "it is asked about again");

        (await ann.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        app.Logs.Entries.Where(IsNote).Should().ContainSingle("one line a minute").Which.Text.Should().NotContain("ann");
    }

    [Fact]
    public async Task Auth_WithANewToken_ItIsThatOneThatIsAskedAbout()
    {
        await using var app = await StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann.2"}""");
        await ann.ReadAsync("ack");

        _keys.Say("ann", "failure");
        _keys.Asked.Clear();
        await AskAgainAsync(app, 1);
        await ann.ExpectNothingAsync();
        _keys.Asked.Should().OnlyContain(asked => asked == "ann.2 Refresh");
        _keys.Say("ann.2", "failure");
        _clock.Advance(Every + Every);

        (await ann.ReadEndAsync()).Code.Should().Be(4001);
    }

    /// <summary>While a new token is looked at nobody asks about the old one, whose end is no end any more.</summary>
    [Fact]
    public async Task Auth_UnderWayWhenTheOldTokenIsDue_IsWaitedFor()
    {
        await using var app = await StartAsync(TimeSpan.FromSeconds(4));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        _keys.Say("ann.2", "gated");
        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann.2"}""");
        await TestApp.EventuallyAsync(() => Task.FromResult(_keys.Asked.Contains("ann.2 Refresh")), "the new token is looked at");
        _keys.Say("ann", "failure");
        _keys.Asked.Clear();

        // Within the time of a handshake, and so that it is due for certain.
        for (var i = 0; i < 9; i++) _clock.Advance(TimeSpan.FromSeconds(0.5));
        _keys.Open();

        await ann.ReadAsync("ack");
        await AskAgainAsync(app, 1);
        await ann.ExpectNothingAsync();
        _keys.Asked.Should().OnlyContain(asked => asked == "ann.2 Refresh");
    }

    [Fact]
    public async Task Anonymous_HasNothingToAskAbout()
    {
        await using var app = await StartAsync();
        await using var nobody = await app.ConnectAsync("/ws");
        await nobody.SendAsync("?");
        await nobody.ReceiveAsync();

        _clock.Advance(Every + Every);

        await nobody.SendAsync("?");
        (await nobody.ReceiveAsync()).Should().Be("nobody");
        _keys.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Off_ByDefault_NobodyIsAskedAgain()
    {
        await using var app = await StartAsync(TimeSpan.Zero);
        await using var ann = await EnterAsync(app, "ann");

        _keys.Say("ann", "failure");
        _clock.Advance(TimeSpan.FromSeconds(20));

        await ann.SendAsync("?");
        (await ann.ReceiveAsync()).Should().Be("ann");
        _keys.Asked.Should().ContainSingle();
    }

    private static bool IsNote(LogCapture.Entry entry) => entry.Text.StartsWith("The tokens of open connections could not be checked again", StringComparison.Ordinal);

    private Task<TestApp> StartAsync(TimeSpan? every = null) => TestApp.StartAsync(
        map => map.MapDoor().AllowAnonymous(),
        rooms =>
        {
            rooms.AddTokenValidator((context, cancellationToken) => _keys.ValidateAsync(context, cancellationToken));
            // Silence is not what is tested, and there is much of it.
            rooms.Services.Configure<RoomSocketsOptions>(options => (options.RevalidateEvery, options.PingInterval, options.DeadAfter) = (every ?? Every, TimeSpan.FromHours(1), TimeSpan.FromHours(2)));
        },
        _clock);

    private static async Task<TestClient> EnterAsync(TestApp app, string token)
    {
        var client = await app.ConnectAsync($"/ws?token={token}");
        await client.SendAsync("?");
        await client.ReceiveAsync();
        return client;
    }

    /// <summary>Moves the clock until the token was asked about that often.</summary>
    private Task AskAgainAsync(TestApp _, int times) => TestApp.EventuallyAsync(
        () =>
        {
            if (_keys.Asked.Count < times) _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_keys.Asked.Count >= times);
        },
        $"it was asked about {times} times");

    private Task<bool> AdvanceUntilNotedAsync(TestApp app) => AdvanceUntilAsync(() => app.Logs.Entries.Any(IsNote));

    private Task<bool> AdvanceUntilEndedAsync(TestApp app) => AdvanceUntilAsync(() => app.Services.GetRequiredService<RoomDirectory>().Connections == 0);

    private Task<bool> AdvanceUntilAsync(Func<bool> condition)
    {
        if (!condition()) _clock.Advance(TimeSpan.FromSeconds(0.5));
        return Task.FromResult(condition());
    }

    /// <summary>Tokens name their users; what is said of one can be changed.</summary>
    private sealed class Keys
    {
        private readonly ConcurrentDictionary<string, string> _verdicts = new();
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Asked { get; } = new();

        public void Say(string token, string verdict) => _verdicts[token] = verdict;

        public void Open() => _gate.TrySetResult();

        public async ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken)
        {
            Asked.Enqueue($"{context.Token} {context.Source}");
            switch (_verdicts.GetValueOrDefault(context.Token))
            {
                case "unknown": return TokenResult.NoResult;
                case "failure": return TokenResult.Failure();
                case "blocked": return TokenResult.Failure("user_blocked");
                case "expired": return TokenResult.Failure("token_expired");
                case "another": return TokenResult.Success("somebody-else");
                case "throws": throw new InvalidOperationException("away");
                case "gated":
                    await _gate.Task.WaitAsync(TestApp.Patience, cancellationToken);
                    break;
                case "hangs":
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                    break;
            }

            return TokenResult.Success(context.Token.Split('.')[0]);
        }
    }
}
