using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>A connection lives as long as its newest token, and no longer.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task Auth_BeforeTheEnd_TheConnectionOutlivesItsFirstToken()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann~30");
        ann.Welcome["tokenExpiresIn"]!.GetValue<int>().Should().Be(30);
        await ann.JoinAsync("lobby");
        clock.Advance(TimeSpan.FromSeconds(24));

        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann~60"}""");

        (await ann.ReadAsync("ack"))["tokenExpiresIn"]!.GetValue<int>().Should().Be(60);
        clock.Advance(TimeSpan.FromSeconds(16));
        await ann.ExpectNothingAsync();
        clock.Advance(TimeSpan.FromSeconds(16));
        await ann.ExpectNothingAsync();
        clock.Advance(TimeSpan.FromSeconds(16));
        await ann.ExpectNothingAsync();
        clock.Advance(TimeSpan.FromSeconds(12.5));
        var (bye, code) = await ann.ReadEndAsync();
        code.Should().Be(4202);
        bye!["code"]!.GetValue<int>().Should().Be(4202);
        bye["reconnect"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task Auth_WithAShorterToken_TheConnectionEndsWithThatOne()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann~30");

        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann~5"}""");
        await ann.ReadAsync("ack");
        clock.Advance(TimeSpan.FromSeconds(5.5));

        (await ann.ReadEndAsync()).Code.Should().Be(4202);
    }

    [Fact]
    public async Task Expiry_EndsWithAByeAnd4202()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann~20");
        clock.Advance(TimeSpan.FromSeconds(19));
        await ann.ExpectNothingAsync();

        clock.Advance(TimeSpan.FromSeconds(1.5));

        var (bye, code) = await ann.ReadEndAsync();
        code.Should().Be(4202);
        bye!["reconnect"]!.GetValue<bool>().Should().BeTrue();
    }

    [Theory]
    [InlineData("bob", "token_invalid")]
    [InlineData("bad", "token_invalid")]
    [InlineData("ann~0", "token_expired")]
    public async Task Auth_WithAnUnfitToken_TheOldOneGoesOn(string token, string code)
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann~20");

        await ann.SendAsync($$"""{"type":"auth","id":1,"token":"{{token}}"}""");

        var error = await ann.ReadAsync("error");
        (error.Code(), error["id"]!.GetValue<int>()).Should().Be((code, 1));
        await ann.ExpectNothingAsync();
        clock.Advance(TimeSpan.FromSeconds(20.5));
        (await ann.ReadEndAsync()).Code.Should().Be(4202, "it is still the first token that counts");
    }

    [Fact]
    public async Task Auth_OfAnAnonymousConnection_DoesNotMakeItSomebody()
    {
        await using var app = await V1App.StartAsync();
        await using var nobody = await V1Client.ConnectAsync(app);

        await nobody.SendAsync("""{"type":"auth","id":1,"token":"ann"}""");

        (await nobody.ReadAsync("error")).Code().Should().Be("token_invalid");
        nobody.Welcome["user"].Should().BeNull();
    }

    [Fact]
    public async Task Revocation_EndsWith4001AndDoesNotAskToComeBack()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann~600");

        (await app.Rooms.RevokeTokenAsync("ann~600")).Should().Be(1);

        var (bye, code) = await ann.ReadEndAsync();
        code.Should().Be(4001);
        bye!["reconnect"]!.GetValue<bool>().Should().BeFalse();
    }

    [Fact]
    public async Task Revocation_AfterAuth_IsOfTheNewTokenAndNotOfTheOld()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann~600");
        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann~900"}""");
        await ann.ReadAsync("ack");

        (await app.Rooms.RevokeTokenAsync("ann~600")).Should().Be(0);
        await ann.ExpectNothingAsync();
        (await app.Rooms.RevokeTokenAsync("ann~900")).Should().Be(1);

        (await ann.ReadEndAsync()).Code.Should().Be(4001);
    }

    /// <summary>The validator has looked the token up, and before its answer is taken the user logs out.</summary>
    [Fact]
    public async Task Revocation_WhileTheTokenIsBeingChecked_IsNotMissed()
    {
        var gate = Waiting.Gate();
        var entered = Waiting.Gate();
        await using var app = await V1App.StartAsync(rooms => rooms.Services.AddSingleton<ITokenValidator>(new SlowValidator(entered, gate.Task)));
        await using var ann = await V1Client.ConnectAsync(app, "ann~600");
        await ann.SendAsync("""{"type":"auth","id":1,"token":"slow"}""");
        await entered.Task.Patiently();

        await app.Rooms.RevokeTokenAsync("slow");
        gate.SetResult();

        (await ann.ReadEndAsync()).Code.Should().Be(4001);
    }

    [Fact]
    public async Task Auth_LongAfterTheHandshake_HasATimeOfItsOwn()
    {
        var clock = new FakeClock();
        await using var app = await V1App.StartAsync(clock: clock);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        for (var i = 0; i < 6; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await ann.ExpectNothingAsync();
        }

        await ann.SendAsync("""{"type":"auth","id":1,"token":"ann~60"}""");

        await ann.ReadAsync("ack");
    }

    /// <summary>Knows one token and takes its time.</summary>
    private sealed class SlowValidator(TaskCompletionSource entered, Task gate) : ITokenValidator
    {
        public async ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken)
        {
            entered.TrySetResult();
            await gate;
            return TokenResult.Success("ann", tokenId: "slow");
        }
    }
}
