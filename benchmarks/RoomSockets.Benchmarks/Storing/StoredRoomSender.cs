using Microsoft.EntityFrameworkCore;
using RoomSockets.EntityFramework;

namespace RoomSockets.Benchmarks.Storing;

/// <summary>Publishes to a persisted room through the library.</summary>
internal sealed class StoredRoomSender(WebApplication app) : IAsyncDisposable
{
    public IRoomStore Rooms { get; } = app.Services.GetRequiredService<IRoomStore>();

    private readonly IConnectionManager _rooms = app.Services.GetRequiredService<IConnectionManager>();

    public static async Task<StoredRoomSender> CreateAsync(Action<DbContextOptionsBuilder> use)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoomSockets().AddEntityFrameworkStore(use);
        var app = builder.Build();
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<RoomSocketsDbContext>().Database.EnsureCreatedAsync();
        await app.StartAsync();
        return new StoredRoomSender(app);
    }

    public async Task SendAsync(int sender, string text) => await _rooms.PublishAsync("bench", text);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
