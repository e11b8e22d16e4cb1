namespace RoomSockets.Benchmarks.Serving;

/// <summary>What all .NET servers here share, so that they differ in nothing but how they deliver.</summary>
internal static class ServerHost
{
    public static WebApplicationBuilder CreateBuilder(Arguments options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = ["--urls", options.Get("urls", "http://127.0.0.1:8000")],
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // The host's opt-in: the transport runs continuations on its own threads, which saves hand-overs when little happens.
        if (options.Has("inline")) builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        return builder;
    }

    public static async Task<int> RunAsync(WebApplication app, Arguments options, Func<ValueTask<int>> countConnections)
    {
        app.MapGet("/gc", async (bool? collect) => ServerState.Take(collect ?? true, await countConnections()));
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(app.Urls.First()));
        if (options.Has("with-parent")) LifeLine.Watch();
        await app.RunAsync();
        return 0;
    }
}
