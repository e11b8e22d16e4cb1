using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Hosting;

/// <summary>What is put together wrongly does not start, and says what to write instead.</summary>
public sealed class StartupTests
{
    [Fact]
    public async Task MapRoomSockets_WithoutAddRoomSockets_SaysSo()
    {
        await using var app = WebApplication.CreateBuilder().Build();

        var map = () => app.MapRoomSockets("/ws/{room}");

        map.Should().Throw<InvalidOperationException>().WithMessage("MapRoomSockets(\"/ws/{room}\")*builder.Services.AddRoomSockets()*");
    }

    [Fact]
    public Task Relay_WithoutARoom_DoesNotStart() =>
        FailsAsync(map => map.MapRoomSockets("/ws").AllowAnonymous(), null, "*\"/ws\" has no {room}*\"/ws/{room}\"*");

    [Fact]
    public Task Endpoint_WithoutAnyValidator_DoesNotStart() =>
        FailsAsync(map => map.MapRoomSockets("/ws/{room}"), null, "*\"/ws/{room}\" needs a token*AddTokenValidator*UseAuthenticationScheme*.AllowAnonymous()*");

    [Fact]
    public async Task Endpoint_WithAnyKindOfValidator_Starts()
    {
        Action<IRoomSocketsBuilder>[] kinds =
        [
            rooms => rooms.AddConstantToken("secret"),
            rooms => rooms.AddTokenValidator((_, _) => ValueTask.FromResult(TokenResult.NoResult)),
            rooms => rooms.UseAuthenticationScheme("Bearer"),
        ];
        foreach (var kind in kinds)
        {
            await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/ws/{room}"), kind);
        }
    }

    [Fact]
    public Task Mistakes_OfSeveralEndpoints_AreReportedTogether() => FailsAsync(
        map =>
        {
            map.MapRoomSockets("/one").AllowAnonymous();
            map.MapRoomSockets("/two/{room}");
            map.MapRoomSockets("/three");
            map.MapRoomSockets("/four/{room}").AllowAnonymous().ConfigureRoomSockets(options => options.MaxMessageBytes = 0);
            map.MapRoomSockets("/good/{room}").AllowAnonymous();
        },
        null,
        "*\"/one\" has no {room}*\"/two/{room}\" needs a token*\"/three\" has no {room}*\"/three\" needs a token*\"/four/{room}\"*MaxMessageBytes is 0*");

    [Fact]
    public Task Handler_WithADbContext_IsRefusedWithTheReason() => FailsAsync(
        map => map.MapRoomSockets<StoringHandler>("/ws").AllowAnonymous(),
        rooms => rooms.Services.AddScoped<ChatDbContext>(),
        "*StoringHandler takes ChatDbContext 'db'*message.Services.GetRequiredService<ChatDbContext>()*");

    [Fact]
    public Task Handler_ThatIsAbstract_IsRefused() =>
        FailsAsync(map => map.MapRoomSockets<RoomHandler>("/ws").AllowAnonymous(), null, "RoomHandler is abstract*");

    [Fact]
    public void UseAuthenticationScheme_OfOurs_IsRefused()
    {
        var use = () => new ServiceCollection().AddRoomSockets().UseAuthenticationScheme(RoomSocketsAuthentication.Scheme);

        use.Should().Throw<ArgumentException>().WithMessage("*cannot be one of them*");
    }

    /// <summary>In Development the container checks every service and every scope.</summary>
    [Fact]
    public async Task Services_InDevelopment_PassTheContainersChecks()
    {
        await using var app = await TestApp.StartAsync(
            map => map.MapRoomSockets("/ws/{room}"), rooms => rooms.AddTokenValidator<NobodyValidator>(), environment: "Development");

        (await app.VerdictAsync("/ws/lobby?token=t")).Should().Be("403 token_invalid");
    }

    private static async Task FailsAsync(Action<WebApplication> map, Action<IRoomSocketsBuilder>? add, string message)
    {
        var start = async () =>
        {
            await using var app = await TestApp.StartAsync(map, add);
        };

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage(message);
    }

    private sealed class ChatDbContext : DbContext;

    private sealed class StoringHandler(ChatDbContext db) : RoomHandler
    {
        public override ValueTask OnMessageAsync(MessageContext message) => message.ReplyAsync(db.ToString()!);
    }

    private sealed class NobodyValidator(IServiceProvider services) : ITokenValidator
    {
        public ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(services.GetService<IConnectionManager>() is null ? TokenResult.Success("?") : TokenResult.NoResult);
    }
}
