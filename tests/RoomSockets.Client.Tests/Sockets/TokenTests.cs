namespace RoomSockets.Client.Tests;

public sealed class TokenTests
{
    private const string Welcome = """{"type":"welcome","v":1,"connection":"c_1","user":null,"tokenExpiresIn":100}""";

    [Fact]
    public async Task Token_CallbackThatThrows_IsAFailedAttempt()
    {
        var count = 0;
        await using var script = new Script(options => options.Token = (_, _) => ++count == 1 ? throw new HttpRequestException("no network") : ValueTask.FromResult<string?>("t2"));
        _ = script.Client.ConnectAsync();
        script.Attempts.Should().Be(0);
        script.Advance(250);

        script.SubProtocols.Should().Equal("roomsockets.v1.json", "roomsockets.bearer.t2");
    }

    [Fact]
    public async Task Refresh_CallbackThatThrows_IsToldAndTheConnectionStays()
    {
        var count = 0;
        await using var script = new Script(options => options.Token = (_, _) => ++count == 2 ? throw new HttpRequestException("no network") : ValueTask.FromResult<string?>("t"));
        await script.ConnectAsync(Welcome);
        await KeepAliveAsync(script, 80_000);

        script.Errors.Should().ContainSingle().Which.Code.Should().Be("token_failed");
        script.Client.State.Should().Be(ClientState.Connected);
    }

    [Fact]
    public async Task Refresh_Refused_IsTold()
    {
        await using var script = new Script(options => options.Token = (_, _) => ValueTask.FromResult<string?>("t"));
        await script.ConnectAsync(Welcome);
        await KeepAliveAsync(script, 80_000);
        var id = script.Sent("auth").GetProperty("id").GetInt64();
        var told = new TaskCompletionSource<RoomSocketsException>();
        script.Client.ErrorReceived += (_, error) => told.TrySetResult(error);
        await script.ReceiveAsync($$"""{"type":"error","id":{{id}},"code":"token_invalid","message":"No.","temporary":false}""");

        (await told.Task.WaitAsync(ScriptedSocket.Patience)).Code.Should().Be("token_invalid");
    }

    [Fact]
    public async Task Refresh_ShortLife_IsNotSoonerThanAfterASecond()
    {
        await using var script = new Script(options => options.Token = (_, _) => ValueTask.FromResult<string?>("t"));
        await script.ConnectAsync(Welcome.Replace("100", "0", StringComparison.Ordinal));
        script.Advance(999);
        script.NothingSent();
        script.Advance(1);

        script.Sent("auth");
    }

    [Fact]
    public async Task Refresh_NoCallback_IsNone()
    {
        await using var script = new Script();
        await script.ConnectAsync(Welcome);
        await KeepAliveAsync(script, 100_000);

        script.NothingSent();
    }

    [Fact]
    public async Task Refresh_ConnectionLostMeanwhile_IsForgotten()
    {
        var slow = new TaskCompletionSource<string?>();
        var tokens = new Queue<Task<string?>>([Task.FromResult<string?>("t1"), slow.Task, Task.FromResult<string?>("t3")]);
        await using var script = new Script(options => options.Token = (_, _) => new ValueTask<string?>(tokens.Dequeue()));
        await script.ConnectAsync(Welcome);
        await KeepAliveAsync(script, 80_000);
        await script.CutAsync();
        script.Advance(250);
        await script.OpenAsync();
        Script.Settle(() => slow.SetResult("t2"));

        script.NothingSent();
    }

    [Fact]
    public async Task Refresh_CallbackThatThrew_IsAskedAgain()
    {
        var count = 0;
        await using var script = new Script(options => options.Token = (_, _) => ++count == 2 ? throw new HttpRequestException("no network") : ValueTask.FromResult<string?>("t"));
        await script.ConnectAsync(Welcome.Replace("100", "10", StringComparison.Ordinal));
        script.Advance(8_000);
        script.NothingSent();
        script.Advance(250);

        script.Sent("auth");
    }

    [Fact]
    public async Task Token_IsRefresh_AfterAnAttemptWithoutWelcome()
    {
        var asked = new List<bool>();
        await using var script = new Script(Record(asked));
        _ = script.Client.ConnectAsync();
        script.Refuse();
        script.Advance(250);
        await script.OpenAsync();
        await script.CutAsync();
        script.Advance(500);

        asked.Should().Equal(false, true, false);
    }

    [Fact]
    public async Task Token_IsRefresh_WhenTheFormerIsOldOrExpired()
    {
        var asked = new List<bool>();
        await using var script = new Script(Record(asked));
        await script.ConnectAsync(Welcome.Replace("100", "10", StringComparison.Ordinal));
        await script.CutAsync();
        script.Advance(250);
        script.Clock.Advance(TimeSpan.FromSeconds(8));
        await script.OpenAsync(Welcome.Replace("100", "10", StringComparison.Ordinal));
        await script.Socket.CloseByServerAsync(4202);
        script.Advance(1_000);

        asked.Should().Equal(false, false, true);
    }

    private static Action<RoomSocketsClientOptions> Record(List<bool> asked) => options => options.Token = (request, _) =>
    {
        asked.Add(request.IsRefresh);
        return ValueTask.FromResult<string?>("t");
    };

    /// <summary>Time passes, and the server says something every now and then.</summary>
    private static async Task KeepAliveAsync(Script script, int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += 20_000)
        {
            await script.ReceiveAsync("""{"type":"pong"}""");
            script.Advance(20_000);
        }
    }
}
