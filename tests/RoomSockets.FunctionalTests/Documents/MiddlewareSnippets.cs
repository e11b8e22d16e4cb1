using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets.FunctionalTests.Documents;

// The C# of docs/middleware.md, compiled here. DocumentTests looks for each block of the documents in this file.
internal static class MiddlewareSnippets
{
    internal static void First(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets().AddRoomMiddleware(async (message, next) =>
        {
            if (message.Text.Length > 200) message.Refuse("too_long", "At most 200 characters.");
            else await next(message);
        });
    }

    internal static WebApplication Class(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets()
            .AddRoomMiddleware<Audit>()          // for all endpoints
            .AddConstantToken("my-secret");

        var app = builder.Build();
        app.MapRoomSockets("/ws/{room}");
        app.MapRoomSockets("/calm/{room}").AddRoomMiddleware((message, next) =>
        {
            message.Data = message.Text.ToLowerInvariant();
            return next(message);
        });
        return app;
    }

    internal static void Filters(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets().AddReceiverFilter<Spoilers>();
    }
}

#pragma warning disable CA1848, CA1873 // The document shows the shortest way to log.
internal sealed class Audit(ILogger<Audit> logger) : IRoomMiddleware
{
    public async ValueTask OnJoiningAsync(JoiningContext context, RoomStep<JoiningContext> next)
    {
        if (context.Room.StartsWith("staff-", StringComparison.Ordinal) && !context.Connection.User.IsInRole("staff")) context.Refuse(detail: "Staff only.");
        else await next(context);
    }

    public ValueTask OnLeftAsync(LeftContext context, RoomStep<LeftContext> next)
    {
        logger.LogInformation("{User} left {Room}", context.Connection.UserName, context.Room);
        return next(context);
    }
}
#pragma warning restore CA1848, CA1873

internal sealed class Spoilers : IReceiverFilter
{
    public MessageData? Filter(in OutboundMessage message, IConnection receiver)
    {
        if (!message.Data.Bytes.Span.StartsWith("spoiler:"u8)) return message.Data;
        if (receiver.Items.ContainsKey("spoilers")) return message.Data;
        return null;
    }
}
