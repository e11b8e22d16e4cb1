using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class ValidatorChainTests
{
    private readonly ConcurrentQueue<string> _asked = new();

    [Fact]
    public async Task NoResult_OfTheFirst_AsksTheNext()
    {
        await using var app = await OpenAsync(("first", TokenResult.NoResult), ("second", TokenResult.Success("ann")));

        (await app.WhoAsync("/ws?token=t")).Should().Be("ann");
        _asked.Should().Equal("first", "second");
    }

    [Fact]
    public async Task Failure_OfTheFirst_StopsWithItsCode()
    {
        await using var app = await OpenAsync(("first", TokenResult.Failure("banned")), ("second", TokenResult.Success("ann")));

        (await app.RefusalAsync("/ws?token=t")).Should().Be("403 banned");
        _asked.Should().Equal("first");
    }

    [Fact]
    public async Task Success_OfTheFirst_AsksNobodyElse()
    {
        await using var app = await OpenAsync(("first", TokenResult.Success("ann")), ("second", TokenResult.Failure()));

        (await app.WhoAsync("/ws?token=t")).Should().Be("ann");
        _asked.Should().Equal("first");
    }

    [Fact]
    public async Task NoResult_OfAll_RefusesTheToken()
    {
        await using var app = await OpenAsync(("first", TokenResult.NoResult), ("second", TokenResult.NoResult));

        (await app.RefusalAsync("/ws?token=t")).Should().Be("403 token_invalid");
        _asked.Should().Equal("first", "second");
    }

    [Fact]
    public async Task NoToken_AsksNobody()
    {
        await using var app = await OpenAsync(("first", TokenResult.Success("ann")));

        (await app.RefusalAsync("/ws")).Should().Be("401 token_missing");
        _asked.Should().BeEmpty();
    }

    /// <summary>Each validator is asked once for each handshake, however many parts of the framework want to know the user.</summary>
    private Task<TestApp> OpenAsync(params (string Name, TokenResult Result)[] validators) => TestApp.StartAsync(map => map.MapDoor(), rooms =>
    {
        foreach (var (name, result) in validators) rooms.AddTokenValidator((_, _) => Answer(name, result));
    });

    private ValueTask<TokenResult> Answer(string name, TokenResult result)
    {
        _asked.Enqueue(name);
        return ValueTask.FromResult(result);
    }
}
