namespace RoomSockets.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task RegisterAsync_ANewName_IsKeptAsItWasWrittenWithAHash()
    {
        using var world = new AccountWorld();

        var user = await world.RegisterAsync("  Ann ", "password");

        user.Name.Should().Be("Ann");
        (await world.Users.FindAsync(user.Id, default).Soon())!.PasswordHash.Should().Be("1:password");
    }

    [Theory]
    [InlineData("ann")]
    [InlineData(" ANN ")]
    public async Task RegisterAsync_ANameThatIsTaken_IsRefusedWithoutAHash(string name)
    {
        using var world = new AccountWorld();
        await world.RegisterAsync("ann");

        var answer = await world.Accounts.RegisterAsync(name, "password", AccountWorld.Here, default).Soon();

        answer.Refusal.Should().Be(new AccountRefusal(400, "name_taken", "Username already registered"));
        world.Hashes.Hashed.Should().ContainSingle();
    }

    [Fact]
    public async Task RegisterAsync_TwoAtOnce_GivesTheNameToOne()
    {
        using var world = new AccountWorld();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Accounts.RegisterAsync("ann", "password", AccountWorld.Here, default).AsTask())).Soon();

        answers.Where(answer => answer.Value is not null).Should().ContainSingle();
        answers.Where(answer => answer.Value is null).Should().OnlyContain(answer => answer.Refusal!.Code == "name_taken");
    }

    [Theory]
    [InlineData(null, "password", "bad_user_name")]
    [InlineData("", "password", "bad_user_name")]
    [InlineData("a\nb", "password", "bad_user_name")]
    [InlineData("ann", null, "password_too_short")]
    [InlineData("ann", "", "password_too_short")]
    [InlineData("ann", "7 chars", "password_too_short")]
    [InlineData("ann", "😀😀😀😀", "password_too_short")]
    [InlineData("ann", "with\0nul-in-it", "bad_password")]
    public async Task RegisterAsync_WhatCannotBe_IsRefusedOpenly(string? name, string? password, string code)
    {
        using var world = new AccountWorld();

        var answer = await world.Accounts.RegisterAsync(name, password, AccountWorld.Here, default).Soon();

        answer.Value.Should().BeNull();
        answer.Refusal.Should().BeEquivalentTo(new { Status = 400, Code = code });
        world.Hashes.Hashed.Should().BeEmpty();
    }

    [Theory]
    [InlineData("x", 71, true)]
    [InlineData("x", 72, true)]
    [InlineData("x", 73, false)]
    [InlineData("é", 36, true)]
    [InlineData("é", 37, false)]
    public async Task RegisterAsync_Bytes_AreLimitedTo72(string unit, int count, bool isRight)
    {
        using var world = new AccountWorld();

        var answer = await world.Accounts.RegisterAsync("ann", string.Concat(Enumerable.Repeat(unit, count)), AccountWorld.Here, default).Soon();

        answer.Refusal?.Code.Should().Be("password_too_long");
        (answer.Value is not null).Should().Be(isRight);
    }

    [Fact]
    public async Task RegisterAsync_TheShortestPassword_IsAnOption()
    {
        using var world = new AccountWorld(options => options.MinPasswordLength = 3);

        (await world.Accounts.RegisterAsync("ann", "ab", AccountWorld.Here, default).Soon()).Refusal!.Detail.Should().Contain("3");
        (await world.Accounts.RegisterAsync("ann", "abc", AccountWorld.Here, default).Soon()).Value.Should().NotBeNull();
    }

    [Fact]
    public async Task RegisterAsync_WhereItIsClosed_IsRefusedWhateverIsSent()
    {
        using var world = new AccountWorld(options => options.AllowRegistration = false);

        (await world.Accounts.RegisterAsync(null, null, AccountWorld.Here, default).Soon()).Refusal.Should().BeEquivalentTo(new { Status = 403, Code = "registration_closed" });
        (await world.Accounts.RegisterAsync("ann", "password", AccountWorld.Here, default).Soon()).Refusal.Should().BeEquivalentTo(new { Status = 403, Code = "registration_closed" });
    }
}
