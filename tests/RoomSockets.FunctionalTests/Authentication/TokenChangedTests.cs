using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>What happens to a connection's token, as its handler sees it.</summary>
public sealed class TokenChangedTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly FakeClock _clock = new();
    private readonly Record _record = new();
    private volatile string _rights = "reader";
    private volatile bool _isOut;
    private volatile bool _isAway;
    private volatile string _withdrawn = "";

    [Fact]
    public async Task Auth_ANewToken_IsToldWithTheOldPrincipal()
    {
        await using var app = await StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann-30", "/ws");
        _rights = "writer";

        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann-60"}""");
        await ann.ReadAsync("ack");
        await ann.ExpectNothingAsync();

        _record.Lines.Should().Equal("Refreshed reader->writer 60");
    }

    [Fact]
    public async Task Auth_AnUnfitToken_IsNotTold()
    {
        await using var app = await StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann-30", "/ws");

        await ann.SendAsync("""{"type":"auth","id":1,"token":"ben-60"}""");
        await ann.ReadAsync("error");
        await ann.ExpectNothingAsync();

        _record.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task Revalidation_OtherClaims_IsTold()
    {
        await using var app = await StartAsync(Every);
        await using var ann = await V1Client.ConnectAsync(app, "ann", "/ws");
        _rights = "writer";

        await UntilAsync(() => !_record.Lines.IsEmpty);

        _record.Lines.Should().Equal("Revalidated reader->writer never");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Revalidation_TheSameAgain_IsNoChange()
    {
        await using var app = await StartAsync(Every);
        await using var ann = await V1Client.ConnectAsync(app, "ann", "/ws");

        await UntilAsync(() => _record.Asked >= 4);
        await ann.ExpectNothingAsync();

        _record.Lines.Should().BeEmpty();
    }

    /// <summary>The rules are asked again, too, about each room; one that speaks raw has only its route's.</summary>
    [Fact]
    public async Task Revalidation_RoomsThatItMayNoLongerBeIn_AreLeft()
    {
        await using var app = await StartAsync(Every);
        await using var ann = await V1Client.ConnectAsync(app, "ann", "/ws");
        await ann.JoinAsync("open");
        await ann.JoinAsync("closed");
        await using var ben = await app.ConnectAsync("/ws/closed?token=ben");
        await using var eve = await app.ConnectAsync("/ws/open?token=eve");
        _isOut = true;

        await UntilAsync(() => app.Rooms.CountMembersAsync("closed").AsTask().Result == 0);

        var left = await ann.ReadAsync("left");
        (left["room"]!.GetValue<string>(), left["reason"]!.GetValue<string>()).Should().Be(("closed", "forbidden"));
        (await ben.ReceiveCloseAsync()).Should().Be((1008, "room"));
        await ann.ExpectNothingAsync();
        (await app.Rooms.CountMembersAsync("open")).Should().Be(2);
    }

    /// <summary>As many as are asked about at once; a handler may wait for a client that reads slowly.</summary>
    [Fact]
    public async Task Revalidation_WhileHandlersWait_GoesOnForOthers()
    {
        await using var app = await StartAsync(Every);
        var slow = await Task.WhenAll(Enumerable.Range(0, Revalidation.AtOnce).Select(number => app.ConnectAsync($"/ws/open?token=slow{number}")));
        await using var ben = await app.ConnectAsync("/ws/open?token=ben");
        _rights = "writer";

        await UntilAsync(() => _record.Waiting == slow.Length);
        _withdrawn = "ben";
        await UntilAsync(() => _record.Lines.Contains("ended ben TokenRevoked"));

        _record.Waiting.Should().Be(slow.Length, "a handler is not told again while it is busy");
        _record.Gate.SetResult();
        foreach (var socket in slow) await socket.DisposeAsync();
    }

    /// <summary>What nobody can say of one room says nothing of the others, and is asked again.</summary>
    [Fact]
    public async Task Revalidation_WhileARulesStoreIsAway_LooksAtTheOtherRooms()
    {
        await using var app = await StartAsync(Every);
        await using var ann = await V1Client.ConnectAsync(app, "ann", "/ws");
        await ann.JoinAsync("shaky");
        await ann.JoinAsync("closed");
        (_isAway, _isOut) = (true, true);

        await UntilAsync(() => app.Rooms.CountMembersAsync("closed").AsTask().Result == 0);

        (await ann.ReadAsync("left"))["room"]!.GetValue<string>().Should().Be("closed");
        await ann.ExpectNothingAsync();
        (await app.Rooms.CountMembersAsync("shaky")).Should().Be(1, "a store that is away ends nobody's membership");
        _isAway = false;
        await UntilAsync(() => app.Rooms.CountMembersAsync("shaky").AsTask().Result == 0);
        (await ann.ReadAsync("left"))["room"]!.GetValue<string>().Should().Be("shaky");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Auth_WhileARulesStoreIsAway_IsAnsweredOnce(bool isAskedAgain)
    {
        await using var app = await StartAsync(isAskedAgain ? TimeSpan.FromHours(1) : null);
        await using var ann = await V1Client.ConnectAsync(app, "ann-30", "/ws");
        await ann.JoinAsync("shaky");
        _isAway = true;

        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann-60"}""");

        await ann.ReadAsync("ack");
        if (!isAskedAgain) (await ann.ReadAsync("left"))["room"]!.GetValue<string>().Should().Be("shaky", "nobody would ever look again");
        await ann.ExpectNothingAsync();
        _record.Lines.Should().Equal("Refreshed reader->reader 60");
    }

    [Fact]
    public async Task Ends_EachWithItsCause_AreToldToTheHandler()
    {
        await using var app = await StartAsync();
        await using var expired = await V1Client.ConnectAsync(app, "ann-5", "/ws");
        await using var revoked = await V1Client.ConnectAsync(app, "ben", "/ws");
        await app.Rooms.RevokeTokenAsync("ben");
        await revoked.ReadEndAsync();
        _clock.Advance(TimeSpan.FromSeconds(5.5));
        await expired.ReadEndAsync();
        expired.Raw.Reset();
        revoked.Raw.Reset();
        await app.LeftAsync(0);

        _record.Lines.Should().BeEquivalentTo("ended ann TokenExpired", "ended ben TokenRevoked");
    }

    private Task<TestApp> StartAsync(TimeSpan? every = null) => TestApp.StartAsync(
        map =>
        {
            map.MapRoomSockets<RecordingHandler>("/ws");
            map.MapRoomSockets<RecordingHandler>("/ws/{room}");
        },
        rooms => rooms
            .AddTokenValidator((context, _) => ValueTask.FromResult(Judge(context.Token)))
            .AddRoomAuthorizer<Doorkeeper>()
            .Services.AddSingleton(_record).AddSingleton(this)
            .Configure<RoomSocketsOptions>(options => (options.RevalidateEvery, options.PingInterval, options.DeadAfter) = (every ?? TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(2))),
        _clock);

    /// <summary>A token is a user, or a user and the seconds that it is good for.</summary>
    private TokenResult Judge(string token)
    {
        _record.Asked++;
        if (string.Equals(token, _withdrawn, StringComparison.Ordinal)) return TokenResult.Failure();
        var parts = token.Split('-');
        Claim[] claims = [new(ClaimTypes.NameIdentifier, parts[0]), new("right", _rights)];
        DateTimeOffset? end = parts.Length > 1 ? _clock.GetUtcNow().AddSeconds(int.Parse(parts[1], CultureInfo.InvariantCulture)) : null;
        return TokenResult.Success(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")), end, token);
    }

    private Task UntilAsync(Func<bool> condition) => TestApp.EventuallyAsync(
        () =>
        {
            if (!condition()) _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(condition());
        },
        "the validators were asked again");

    private sealed class Record
    {
        private int _waiting;

        public ConcurrentQueue<string> Lines { get; } = new();

        public int Asked { get; set; }

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting => Volatile.Read(ref _waiting);

        public Task WaitAsync()
        {
            Interlocked.Increment(ref _waiting);
            return Gate.Task;
        }
    }

    private sealed class Doorkeeper(TokenChangedTests test) : IRoomAuthorizer
    {
        public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            room == "shaky" && test._isAway ? throw new StoreUnavailableException("away") : ValueTask.FromResult(room is not ("closed" or "shaky") || !test._isOut);
    }

    private sealed class RecordingHandler(Record record, TimeProvider time) : RoomHandler
    {
        public override async ValueTask OnTokenChangedAsync(TokenChangedContext context, CancellationToken cancellationToken)
        {
            if (Connection.UserId!.StartsWith("slow", StringComparison.Ordinal)) await record.WaitAsync();
            var left = context.ExpiresAt is { } end ? (end - time.GetUtcNow()).TotalSeconds.ToString(CultureInfo.InvariantCulture) : "never";
            record.Lines.Enqueue($"{context.Cause} {context.Previous.FindFirstValue("right")}->{Connection.User.FindFirstValue("right")} {left}");
        }

        public override ValueTask OnDisconnectedAsync(CloseReason reason)
        {
            if (reason.Cause is CloseCause.TokenExpired or CloseCause.TokenRevoked) record.Lines.Enqueue($"ended {Connection.UserId} {reason.Cause}");
            return ValueTask.CompletedTask;
        }
    }
}
