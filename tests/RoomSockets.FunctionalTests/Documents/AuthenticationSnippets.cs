using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomSockets.Client;

namespace RoomSockets.FunctionalTests.Documents;

// The C# of docs/authentication.md and docs/security.md about tokens, limits and addresses; see Snippets.cs.
internal static class AuthenticationSnippets
{
    internal static void AskingAgain(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets(options => options.RevalidateEvery = TimeSpan.FromMinutes(5));
    }

    internal static void OneLine(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets().AllowOrigins("http://localhost:5173");
    }

    internal static async Task TicketAsync(HttpClient http)
    {
        await using var client = new RoomSocketsClient(new Uri("wss://chat.example/ws"), options => options.Token = async (_, cancellationToken) =>
        {
            using var answer = await http.PostAsync("https://chat.example/api/ticket", content: null, cancellationToken);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("ticket").GetString();
        });
        await client.ConnectAsync();
    }

    internal static void Oldest(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets(options =>
        {
            options.MaxConnectionsPerUser = 3;
            options.PerUserLimitMode = ConnectionLimitMode.CloseOldest; // default: Reject
        });
    }

    internal static void Proxy(WebApplicationBuilder builder)
    {
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownProxies.Add(IPAddress.Parse("10.0.0.10")); // yours; the loopback is known already
        });
        var app = builder.Build();
        app.UseForwardedHeaders();
    }
}

[SuppressMessage("Performance", "CA1848", Justification = "The snippets are shown as their readers would write them.")]
[SuppressMessage("Performance", "CA1873", Justification = "The snippets are shown as their readers would write them.")]
public sealed class Desk(ILogger<Desk> logger) : RoomHandler
{
    public override ValueTask OnTokenChangedAsync(TokenChangedContext context, CancellationToken cancellationToken)
    {
        // Refreshed: the client brought a new one. Revalidated: the validators said something else than before.
        if (context.Previous.IsInRole("editor") && !Connection.User.IsInRole("editor")) return Connection.SendAsync("You may only read now.", cancellationToken);
        return ValueTask.CompletedTask;
    }

    public override ValueTask OnDisconnectedAsync(CloseReason reason)
    {
        if (reason.Cause is CloseCause.TokenExpired or CloseCause.TokenRevoked) logger.LogInformation("{User} is out: {Reason}", Connection.UserId, reason);
        return ValueTask.CompletedTask;
    }
}
