using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Testing;

namespace RoomSockets.FunctionalTests.Documents;

// The C# of docs/testing.md, compiled and run here; see Snippets.cs.
public sealed class TestingSnippets
{
    private static readonly TestHostOptions Defaults = new();

    [Fact]
    public async Task Chat_GreetsAndRelays()
    {
        await using var host = await RoomSocketsTestHost.StartAsync(
            app => app.MapRoomSockets<Chat>("/ws/{room}"), rooms => rooms.AddConstantToken("secret", "42", "Ann"));
        await using var ann = await host.ConnectAsync("/ws/lobby", "secret");

        await ann.ExpectTextAsync("Ann is here");
        await ann.SendAsync("hello");
        await ann.ExpectTextAsync("Ann: hello");
    }

    [Fact]
    public Task V1_Publish_IsAcknowledgedAndSeen() => RunAsync(Defaults, async host =>
    {
        await using var ben = await host.ConnectV1Async("/ws/lobby");
        await ben.ExpectTypeAsync("joined");
        await ben.SendAsync("""{"type":"publish","id":1,"room":"lobby","data":"hello"}""");

        var message = await ben.ExpectTypeAsync("message");

        Assert.Equal("hello", message.Json.GetProperty("data").GetString());
    });

    [Fact]
    public async Task Clock_BringsASilentConnectionToItsEnd()
    {
        var clock = new TestClock();
        await RunAsync(new TestHostOptions { Clock = clock }, async host =>
        {
            await using var proxy = CuttingProxy.Start(new Uri(host.SocketAddress, "/ws/lobby"));
            await using var ann = await TestConnection.OpenAsync(proxy.Address);
            await ann.SendAsync("hello");
            await ann.ExpectTextAsync("hello");

            proxy.Pause(); // the cable is drawn: nobody is told
            clock.Advance(TimeSpan.FromSeconds(46)); // RoomSocketsOptions.DeadAfter is 45 s
            proxy.Resume();

            await ann.ExpectCloseAsync(); // the server gave it up meanwhile
        });
    }

    [Fact]
    public Task Cut_EndsWithoutACloseFrame() => RunAsync(Defaults, async host =>
    {
        await using var proxy = CuttingProxy.Start(new Uri(host.SocketAddress, "/ws/lobby"));
        proxy.Plan = PlannedCut.Random(seed: 7, least: 0, most: 20_000); // each connection, at a byte of its own
        await using var ann = await TestConnection.OpenAsync(proxy.Address);
        proxy.Cut(); // all of them, now

        Assert.Equal(1006, (await ann.ExpectCloseAsync()).Code);
    });

    private static async Task RunAsync(TestHostOptions options, Func<RoomSocketsTestHost, Task> test)
    {
        await using var host = await RoomSocketsTestHost.StartAsync(static app => app.MapRoomSockets("/ws/{room}").AllowAnonymous(), options: options);
        await test(host);
    }
}

public sealed class ValidatorSnippets
{
    public static IEnumerable<object[]> Cases => TokenValidatorSpecification.Cases.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Cases))]
    public Task MyValidator_Keeps(string promise) => new TokenValidatorSpecification(CreateMyValidatorAsync).RunAsync(promise);

    private static ValueTask<ValidatorUnderTest> CreateMyValidatorAsync() => ValueTask.FromResult(new ValidatorUnderTest(
        rooms => rooms.AddTokenValidator<ApiKeyValidator>().Services.AddSingleton<ApiKeys>(), Good: "key_ann", UserId: "42"));
}
