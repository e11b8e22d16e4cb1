using MinimalHost;
using RoomSockets;
using Samples;

// The content root is where the program lies, so that it finds its page and its settings from wherever it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.ConfigureKestrel(kestrel =>
{
    // Headers are the server's to bound, not RoomSockets'.
    kestrel.Limits.MaxRequestHeaderCount = 64;
    kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
});
builder.Services.AddRoomSockets().AddDatabase(builder.Configuration, "roomsockets.db");

var app = builder.Build();
if (VueClient.IsBuilt(app.Environment)) app.UseVueClient();
else app.MapGet("/", Page.ServeAsync);
app.MapRoomSocketsApi("/api");
app.MapRoomSocketsClient("/roomsockets.js");
app.MapRoomSockets<EchoHandler>("/ws").AllowAnonymous();
app.MapRoomSockets<ChatHandler>("/ws/{room}");

app.Lifetime.ApplicationStarted.Register(() =>
{
    Console.WriteLine($"RoomSockets: open {string.Join(" or ", app.Urls)} in two tabs (Ctrl+C stops).");
    if (!VueClient.IsBuilt(app.Environment)) Console.WriteLine(VueClient.Advice);
});
await Database.CreateAsync(app.Services);
await app.Services.GetRequiredService<IRoomStore>().GetOrAddRoomAsync("lobby", creatorId: null, CancellationToken.None);
await app.RunAsync();
