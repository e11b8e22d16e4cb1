using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Who is called in a message <c>!name</c> does not get it; who is called <c>?name</c> gets another one; <c>#name</c> makes the filter fail.</summary>
internal sealed class NameFilter : IReceiverFilter
{
    public ConcurrentQueue<(OutboundMessage Message, string Text, string? Receiver)> Asked { get; } = new();

    public MessageData? Filter(in OutboundMessage message, IConnection receiver)
    {
        var text = Encoding.UTF8.GetString(message.Data.Bytes.Span);
        Asked.Enqueue((message, text, receiver.UserId));
        if (text.Contains($"!{receiver.UserId}", StringComparison.Ordinal)) return null;
        if (text.Contains($"#{receiver.UserId}", StringComparison.Ordinal)) throw new NotSupportedException("no");
        return text.Contains($"?{receiver.UserId}", StringComparison.Ordinal) ? $"for {receiver.UserId}" : message.Data;
    }
}

internal static class FilterApp
{
    /// <summary><c>/ws</c> and <c>/ws/{room}</c> filter, <c>/open/{room}</c> does not; a token is its user.</summary>
    public static Task<TestApp> StartAsync(bool stores = false, Action<RoomSocketsOptions>? options = null) => TestApp.StartAsync(
        app =>
        {
            app.MapRoomSockets<Relaying>("/ws").AddReceiverFilter<Shared>().AllowAnonymous();
            app.MapRoomSockets("/ws/{room}").AddReceiverFilter<Shared>().AllowAnonymous();
            app.MapRoomSockets("/open/{room}").AllowAnonymous();
        },
        rooms =>
        {
            rooms.Services.AddSingleton(new NameFilter());
            rooms.Services.AddRoomSockets(options);
            rooms.AddTokenValidator(static (context, _) => ValueTask.FromResult(TokenResult.Success(context.Token)));
            if (stores) rooms.AddMemoryStore();
        });

    public static NameFilter Filter(this TestApp app) => app.Services.GetRequiredService<NameFilter>();

    public static Task<TestClient> ConnectAsync(this TestApp app, string path, string user) => app.ConnectAsync($"{path}?token={user}");

    private sealed class Relaying : RoomHandler;

    private sealed class Shared(NameFilter filter) : IReceiverFilter
    {
        public MessageData? Filter(in OutboundMessage message, IConnection receiver) => filter.Filter(message, receiver);
    }
}
