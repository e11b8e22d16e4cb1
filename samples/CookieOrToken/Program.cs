using CookieOrToken;
using RoomSockets;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services
    .AddRoomSockets(options =>
    {
        options.TokenCookie = "session";
        options.TokenSources.Add(TokenSource.Cookie); // the first source that has one wins
        options.TokenSources.Add(TokenSource.Query);
    })
    // The lesson is about where a credential comes from, so any value will do. Never do this outside a lesson.
    .AddTokenValidator((context, _) => ValueTask.FromResult(TokenResult.Success(context.Token)));

var app = builder.Build();
app.MapGet("/", () => Results.File(Path.Combine(AppContext.BaseDirectory, "page.html"), "text/html; charset=utf-8"));
app.MapRoomSockets<ItemHandler>("/items/{item_id}/ws");

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"CookieOrToken: open {string.Join(" or ", app.Urls)} (Ctrl+C stops)."));
app.Run();
