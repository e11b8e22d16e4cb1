using System.Security.Cryptography;
using System.Text;
using FastApiMiddlewareChat;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
// Without a key of yours tokens are good until the next start.
var key = builder.Configuration["Jwt:Key"] is { Length: > 0 } text ? Encoding.UTF8.GetBytes(text) : RandomNumberGenerator.GetBytes(32);
var users = new Users(new Hs256(key, TimeProvider.System), TimeProvider.System);
var perMinute = builder.Configuration.GetValue("MessagesPerMinute", 10);

// Refused before the upgrade; "RoomSockets:Refusal": "AcceptThenClose" closes with 1008 and a reason instead.
builder.Services
    .AddRoomSockets(options => (options.MaxConnectionsPerUser, options.MaxConnectionsPerAddress) = (5, 100))
    .AddTokenValidator(users.ValidateAsync)
    .AddRoomLogging()
    .AddRoomMonitor()
    .AddRoomRateLimits(limits =>
    {
        limits.Messages(perMinute);
        limits.RawAnswer = "Server: Rate limit exceeded. Please slow down.";
        limits.Pause = TimeSpan.FromSeconds(1);
    });

var app = builder.Build();
app.MapGet("/", () => new
{
    message = "WebSocket Chat API is running",
    instructions = "Get a token via POST /token, then connect to /ws/{room}?token=your_token",
});
app.MapPost("/token", (Delegate)users.LogInAsync);
app.MapRoomSockets<ChatHandler>("/ws/{room}").AddWordCensor(["darn", "heck"]);
app.MapRoomSockets<ChatHandler>("/shout/{room}").AddUpperCase();
app.MapRoomSockets<JsonChatHandler>("/json/{room}")
    .AddMessageFormat(ChatJson.Default.ChatMessage)
    .AddWordCensor(["darn", "heck"])
    .AddRoomMiddleware<UserStatus>()
    .AddRoomMiddleware<PrivateMessages>();
app.MapRoomMonitor("/monitor");

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"FastApiMiddlewareChat: open {string.Join(" or ", app.Urls)} (Ctrl+C stops)."));
app.Run();
