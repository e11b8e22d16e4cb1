using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Documents;

// The C# of README.md and docs, compiled here. DocumentTests looks for each block of the documents in this file.
[SuppressMessage("Performance", "CA1822", Justification = "The snippets are shown as their readers would write them.")]
internal static class Snippets
{
    internal static void Server(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRoomSockets().AddConstantToken("my-secret");

        var app = builder.Build();
        app.MapRoomSockets("/ws/{room}"); // every text reaches the whole room, in one order
        app.MapPost("/announce/{room}", async (string room, IConnectionManager rooms) =>
            await rooms.PublishAsync(room, "The shop opens in five minutes."));
        app.Run();
    }

    internal static void Echo(WebApplication app)
    {
        app.MapRoomSockets("/echo", message => message.ReplyAsync(message.Data)).AllowAnonymous();
    }

    internal static void WhoMayConnect(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets()
            .AllowOrigins("http://localhost:5173") // pages from elsewhere; this host's own always may
            .AddTokenValidator(async (context, cancellationToken) =>
                await context.Services.GetRequiredService<ApiKeys>().FindAsync(context.Token, cancellationToken) is { } key
                    ? TokenResult.Success(key.UserId, key.Name, key.ExpiresAt)
                    : TokenResult.NoResult);
    }

    internal static void Validators(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets()
            .AddTokenValidator<ApiKeyValidator>()
            .UseAuthenticationScheme("Bearer");
    }
}

public sealed class Chat(IConnectionManager rooms) : RoomHandler
{
    public override async ValueTask OnConnectedAsync(CancellationToken cancellationToken) =>
        await rooms.SendToRoomAsync(Connection.Request.Room!, $"{Connection.UserName} is here", cancellationToken: cancellationToken);

    public override async ValueTask OnMessageAsync(MessageContext message) =>
        await message.PublishAsync($"{Connection.UserName}: {message.Text}");
}

public sealed class ApiKeyValidator(ApiKeys keys) : ITokenValidator
{
    public async ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken)
    {
        if (!context.Token.StartsWith("key_", StringComparison.Ordinal)) return TokenResult.NoResult; // not ours: ask the next
        return await keys.FindAsync(context.Token, cancellationToken) is { } key
            ? TokenResult.Success(key.UserId, key.Name, key.ExpiresAt, tokenId: key.Id)
            : TokenResult.Failure();
    }
}

/// <summary>Stands for the reader's own store of keys.</summary>
public sealed class ApiKeys
{
    private readonly Dictionary<string, ApiKey> _keys = new(StringComparer.Ordinal) { ["key_ann"] = new ApiKey("k1", "42", "Ann", null) };

    public ValueTask<ApiKey?> FindAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult(_keys.GetValueOrDefault(key));
}

public sealed record ApiKey(string Id, string UserId, string Name, DateTimeOffset? ExpiresAt);
