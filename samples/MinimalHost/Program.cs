using MinimalHost;

// The content root is where the program lies, so that it finds its page and its settings from wherever it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddRoomSockets();

var app = builder.Build();
app.MapGet("/", Page.ServeAsync);
app.MapRoomSockets("/ws", message => message.ReplyAsync($"Message text was: {message.Text}")).AllowAnonymous();
app.MapRoomSockets<ChatHandler>("/ws/{room}").AllowAnonymous();

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"RoomSockets: open {string.Join(" or ", app.Urls)} in two tabs (Ctrl+C stops)."));
app.Run();
