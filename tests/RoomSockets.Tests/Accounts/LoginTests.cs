using Microsoft.Extensions.Options;

namespace RoomSockets.Tests;

public sealed class LoginTests
{
    private static readonly AccountRefusal BadCredentials = new(401, "bad_credentials", "Incorrect username or password");

    [Theory]
    [InlineData("ann")]
    [InlineData(" ANN ")]
    public async Task LoginAsync_TheRightPassword_IssuesAToken(string name)
    {
        using var world = new AccountWorld();
        var user = await world.RegisterAsync("ann");

        var issued = await world.LoginAsync(name);

        issued.Text.Should().MatchRegex("^Token_[0-9a-f]{64}$");
        issued.User.Id.Should().Be(user.Id);
        AccountWorld.NameOf(await world.ValidateAsync(issued.Text)).Should().Be("ann");
    }

    [Theory]
    [InlineData("ann", "wrong password")]
    [InlineData("nobody", "password")]
    [InlineData("from-elsewhere", "password")]
    [InlineData("ann", "")]
    [InlineData("nobody", "")]
    public async Task LoginAsync_UnknownAndWrong_AreOneAnswerAndOneHash(string name, string password)
    {
        using var world = new AccountWorld();
        await world.RegisterAsync("ann");
        await world.Users.GetOrAddExternalAsync("https://id.example/7", "from-elsewhere", default).Soon();

        var answer = await world.TryLoginAsync(name, password);

        answer.Refusal.Should().Be(BadCredentials);
        world.Hashes.Verified.Should().ContainSingle();
    }

    [Theory]
    [InlineData(null, "password")]
    [InlineData("a\nb", "password")]
    [InlineData("ann", null)]
    public async Task LoginAsync_WhatCanBeNobodys_IsTheSameAnswer(string? name, string? password)
    {
        using var world = new AccountWorld();
        await world.RegisterAsync("ann");

        (await world.Accounts.LoginAsync(name, password, AccountWorld.Here, default).Soon()).Refusal.Should().Be(BadCredentials);
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("nobody")]
    public async Task LoginAsync_TheEleventhFailure_IsRefusedAndTheRightPasswordWorksElsewhere(string name)
    {
        using var world = new AccountWorld();
        await world.RegisterAsync("ann");
        for (var i = 0; i < 10; i++) (await world.TryLoginAsync(name, "wrong")).Refusal.Should().Be(BadCredentials);

        var refusal = (await world.TryLoginAsync(name.ToUpperInvariant(), "password")).Refusal!;

        refusal.Should().BeEquivalentTo(new { Status = 429, Code = "too_many_attempts", RetryAfter = TimeSpan.FromMinutes(1) });
        world.Hashes.Verified.Should().HaveCount(10);
        var elsewhere = world.TryLoginAsync("ann", "password", AccountWorld.Elsewhere);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        (await elsewhere).Value.Should().NotBeNull();
    }

    [Fact]
    public async Task LoginAsync_TheRightPassword_ClearsTheFailures()
    {
        using var world = new AccountWorld();
        await world.RegisterAsync("ann");
        for (var i = 0; i < 9; i++) await world.TryLoginAsync("ann", "wrong");
        await world.LoginAsync("ann");

        var answer = world.TryLoginAsync("ann", "wrong");

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        (await answer).Refusal.Should().Be(BadCredentials);
    }

    [Fact]
    public async Task LoginAsync_HashesAreBusy_IsNoFailureOfAnybody()
    {
        using var world = new AccountWorld(options => (options.MaxWaitingHashes, options.MaxFailuresPerNameAndAddress) = (0, 1));
        await world.RegisterAsync("ann");
        using var gate = new SemaphoreSlim(0);
        world.Hashes.OnVerify = () => gate.Wait(TimeSpan.FromSeconds(10));
        var others = Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount / 2)).Select(i => world.TryLoginAsync("ann", "password", new System.Net.IPAddress(i + 1))).ToList();

        for (var i = 0; i < 5; i++) (await world.TryLoginAsync("ben", "password")).Refusal!.Code.Should().Be("busy");

        gate.Release(others.Count + 1);
        await Task.WhenAll(others).Soon();
        (await world.TryLoginAsync("ben", "password")).Refusal.Should().Be(BadCredentials);
    }

    [Fact]
    public async Task LoginAsync_AnOlderHash_IsMadeAnew()
    {
        using var world = new AccountWorld();
        var user = await world.RegisterAsync("ann");
        world.Hashes.Version = "2:";

        await world.TryLoginAsync("ann", "wrong");
        (await world.Users.FindAsync(user.Id, default).Soon())!.PasswordHash.Should().Be("1:password");
        await world.LoginAsync("ann");
        (await world.Users.FindAsync(user.Id, default).Soon())!.PasswordHash.Should().Be("2:password");
        await world.LoginAsync("ann");

        world.Hashes.Hashed.Count(password => password == "password").Should().Be(2);
    }

    [Fact]
    public async Task LoginAsync_AHashOfPythonsBcrypt_Verifies()
    {
        using var world = new AccountWorld(hasher: new BcryptPasswordHasher(Options.Create(new AccountOptions { PasswordCost = 4 })));
        await world.Users.AddAsync("ann", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i", default).Soon();

        (await world.TryLoginAsync("ann", "abc")).Value.Should().NotBeNull();
        (await world.TryLoginAsync("ann", "abd")).Refusal.Should().Be(BadCredentials);
    }
}
