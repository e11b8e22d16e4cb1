using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace RoomSockets.FunctionalTests.Interop;

/// <summary>A host with the Vue client, and with a way to end what its users do; the sample has none.</summary>
internal static class ModeratedApp
{
    public static Task<TestApp> StartAsync(string webRoot) => TestApp.StartAsync(
        app =>
        {
            app.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(webRoot) });
            app.MapRoomSocketsApi("/api");
            app.MapRoomSockets<Relay>("/ws");
            app.MapPost("/moderator/{act}/{name}", ModerateAsync);
        },
        static rooms => rooms.AddMemoryStore());

    private static async Task<IResult> ModerateAsync(string act, string name, IConnectionManager rooms)
    {
        var theirs = (await rooms.GetMembersAsync("lobby")).Where(member => member.UserName == name).ToList();
        foreach (var connection in theirs)
        {
            if (act == "remove") await rooms.LeaveAsync(connection.Id, "lobby");
            else await rooms.DisconnectAsync(connection.Id, act == "restart" ? 4200 : 4005);
        }

        return theirs.Count > 0 ? Results.Ok() : Results.NotFound();
    }

    private sealed class Relay : RoomHandler
    {
        public override ValueTask OnMessageAsync(MessageContext message) => message.RelayAsync();
    }
}
