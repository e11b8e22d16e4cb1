using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RoomSockets.Tests;

public sealed class AccountOptionsTests
{
    public static TheoryData<string, int, int> Counts => new()
    {
        { nameof(AccountOptions.MaxTokensPerUser), 1, 1000 },
        { nameof(AccountOptions.MaxTicketsPerUser), 1, 1000 },
        { nameof(AccountOptions.MinPasswordLength), 1, 72 },
        { nameof(AccountOptions.PasswordCost), 4, 16 },
        { nameof(AccountOptions.MaxWaitingHashes), 0, 10_000 },
        { nameof(AccountOptions.MaxFailuresPerNameAndAddress), 0, 1_000_000 },
        { nameof(AccountOptions.MaxFailuresPerAddress), 0, 1_000_000 },
    };

    [Fact]
    public void Validate_Defaults_AreRight() => Validate(new()).Succeeded.Should().BeTrue();

    [Theory]
    [MemberData(nameof(Counts))]
    public void Validate_Count_HasItsRange(string name, int min, int max)
    {
        Check(min - 1).Should().ContainSingle().Which.Should().StartWith($"AccountOptions.{name} is {min - 1};").And.Contain($"{min}").And.Contain($"{max}");
        Check(min).Should().BeNull();
        Check(max).Should().BeNull();
        Check(max + 1).Should().ContainSingle().Which.Should().StartWith($"AccountOptions.{name} is {max + 1};");

        IEnumerable<string>? Check(int value)
        {
            var options = new AccountOptions();
            typeof(AccountOptions).GetProperty(name)!.SetValue(options, value);
            return Validate(options).Failures;
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(120, true)]
    [InlineData(0.5, false)]
    [InlineData(1.5, false)]
    [InlineData(121, false)]
    [InlineData(-1, false)]
    public void Validate_TicketLifetime_IsWholeSecondsInItsRange(double seconds, bool isRight) =>
        Validate(new() { TicketLifetime = TimeSpan.FromSeconds(seconds) }).Succeeded.Should().Be(isRight);

    [Theory]
    [InlineData("Ticket_", false)]
    [InlineData("", true)]
    [InlineData("Token_", true)]
    [InlineData("my-App_1", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456", false)]
    [InlineData("Token ", false)]
    [InlineData("Tökén", false)]
    [InlineData(null, false)]
    public void Validate_Prefix_IsOfLettersThatGoIntoUrls(string? prefix, bool isRight) =>
        Validate(new() { TokenPrefix = prefix! }).Succeeded.Should().Be(isRight);

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(315_619_200, true)]
    [InlineData(315_619_201, false)]
    public void Validate_Lifetime_HasItsRange(int seconds, bool isRight) =>
        Validate(new() { TokenLifetime = TimeSpan.FromSeconds(seconds) }).Succeeded.Should().Be(isRight);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void Validate_CacheTime_HasItsRange(int seconds, bool isRight) =>
        Validate(new() { TokenCacheTime = TimeSpan.FromSeconds(seconds) }).Succeeded.Should().Be(isRight);

    [Fact]
    public void Validate_SeveralErrors_AreReportedTogether() =>
        Validate(new() { PasswordCost = 3, MinPasswordLength = 0, TokenPrefix = "!", TokenLifetime = TimeSpan.Zero }).Failures.Should().HaveCount(4);

    [Fact]
    public void Value_TheConfigurationSection_IsBoundAndCodeWins()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("RoomSockets:Accounts:TokenPrefix", "X_"),
            new("RoomSockets:Accounts:TokenLifetime", "01:00:00"),
            new("RoomSockets:Accounts:PasswordCost", "9"),
        ]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddRoomSockets().ConfigureAccounts(options => options.PasswordCost = 10);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<AccountOptions>>().Value;

        options.Should().BeEquivalentTo(new { TokenPrefix = "X_", TokenLifetime = TimeSpan.FromHours(1), PasswordCost = 10 });
    }

    private static ValidateOptionsResult Validate(AccountOptions options) => new AccountOptionsValidator().Validate(null, options);
}
