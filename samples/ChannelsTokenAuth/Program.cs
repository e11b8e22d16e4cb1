using ChannelsTokenAuth;
using RoomSockets;
using Samples;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddRoomSockets()
    .AddDatabase(builder.Configuration, "channels.db")
    .AllowNullOrigin() // the tutorial's own page is opened from disk
    .ConfigureAccounts(accounts => accounts.TokenPrefix = string.Empty)
    // Every new user has a token record, however it was created. Its key is seen here and never again: mail it, or let the user log in.
    .OnUserCreated((created, _) =>
    {
        Console.WriteLine($"{created.User.Name} has a token.");
        return ValueTask.CompletedTask;
    });

var app = builder.Build();
app.MapRoomSocketsApi("/api", api => api.Rooms = api.Alerts = false);
app.MapGet("/page", () => Results.File(Path.Combine(AppContext.BaseDirectory, "page.html"), "text/html; charset=utf-8"));
app.MapRoomSockets<CommandHandler>("/")
    .AllowAnonymous()
    .ConfigureRoomSockets(socket => socket.OnInvalidToken = InvalidTokenMode.Anonymous); // the handler decides about strangers

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"ChannelsTokenAuth: open {string.Join(" or ", app.Urls)}/page (Ctrl+C stops)."));
await Database.CreateAsync(app.Services);
await app.RunAsync();
