using System.Globalization;
using RoomSockets;
using RoomSockets.EntityFramework;

/// <summary>Publishes over HTTP, so that a test knows exactly what was acknowledged, and shows what is kept.</summary>
internal static class StoreEndpoints
{
    private const int Page = 1000;

    public static async Task MapAsync(WebApplication app)
    {
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<RoomSocketsDbContext>().Database.EnsureCreatedAsync();
        app.MapPost("/publish/{room}", PublishAsync);
        app.MapGet("/kept/{room}", ReadAsync);
    }

    private static async Task PublishAsync(HttpContext http, string room, IConnectionManager rooms)
    {
        using var reader = new StreamReader(http.Request.Body);
        var offset = await rooms.PublishAsync(room, await reader.ReadToEndAsync());
        await http.Response.WriteAsync(offset.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>All of a room: a line for each alert, "offset text".</summary>
    private static async Task ReadAsync(HttpContext http, string room, IRoomStore store)
    {
        for (var after = 0L; ;)
        {
            var page = await store.ReadForwardAsync(room, after, Page, http.RequestAborted);
            if (page.Count == 0) return;
            foreach (var alert in page) await http.Response.WriteAsync($"{alert.Offset} {alert.Content}\n");
            after = page[^1].Offset;
        }
    }
}
