using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Authentication;

public sealed class ValidatorTests
{
    [Fact]
    public async Task Class_WithAScopedService_GetsTheOneOfItsRequest()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor(), rooms =>
        {
            rooms.Services.AddScoped<Users>();
            rooms.AddTokenValidator<UsersValidator>();
        });

        var first = await app.WhoAsync("/ws?token=a");
        var second = await app.WhoAsync("/ws?token=a");

        first.Should().MatchRegex("^a of [0-9a-f]{32}$");
        second.Should().MatchRegex("^a of [0-9a-f]{32}$").And.NotBe(first, "each handshake has a scope of its own");
        (await app.RefusalAsync("/ws?token=b")).Should().Be("403 token_invalid");
    }

    [Fact]
    public async Task Lambda_OfSixLines_Decides()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor(), rooms => rooms
            .AddTokenValidator(async (context, cancellation) =>
            {
                var users = context.Services.GetRequiredService<Users>();
                var name = await users.FindAsync(context.Token, cancellation);
                return name is null ? TokenResult.Failure() : TokenResult.Success("7", name);
            })
            .Services.AddScoped<Users>());

        (await app.WhoAsync("/ws?token=a")).Should().Be("7");
        (await app.RefusalAsync("/ws?token=b")).Should().Be("403 token_invalid");
    }

    [Theory]
    [InlineData("secret", "101")]
    [InlineData("Secret", "403 token_invalid")]
    [InlineData("secre", "403 token_invalid")]
    [InlineData("secret1", "403 token_invalid")]
    public async Task ConstantToken_ComparedExactly_LetsOnlyItselfIn(string token, string verdict)
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor(), rooms => rooms.AddConstantToken("secret"));

        (await app.RefusalAsync($"/ws?token={token}")).Should().Be(verdict);
    }

    [Fact]
    public async Task Context_InAValidator_TellsWhatWasAskedFor()
    {
        await using var app = await TestApp.StartAsync(map => map.MapDoor("/ws/{room}"), rooms => rooms.AddTokenValidator((context, _) =>
            ValueTask.FromResult(TokenResult.Success($"{context.Token} {context.Source} {context.Path} {context.Room} {context.RemoteAddress}"))));

        (await app.WhoAsync("/ws/lobby?token=t&q=1")).Should().Be("t Query /ws/lobby lobby 127.0.0.1");
    }

    private sealed class Users
    {
        public string Id { get; } = Guid.NewGuid().ToString("n");

        public ValueTask<string?> FindAsync(string token, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            return ValueTask.FromResult(token == "a" ? $"a of {Id}" : null);
        }
    }

    private sealed class UsersValidator(Users users) : ITokenValidator
    {
        public async ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken) =>
            await users.FindAsync(context.Token, cancellationToken) is { } name ? TokenResult.Success(name) : TokenResult.NoResult;
    }
}
