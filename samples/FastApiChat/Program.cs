// The first lessons of the chat, before there is a database: echo, rooms, one user, one fixed token.
const string Token = "token-secreto";

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddRoomSockets().AddConstantToken(Token, userId: "admin");

var app = builder.Build();
var echo = builder.Configuration["EchoPrefix"] ?? "Message text was: "; // an earlier lesson: "Message received: "
app.MapGet("/", () => Results.File(Path.Combine(AppContext.BaseDirectory, "page.html"), "text/html; charset=utf-8"));
app.MapPost("/api/login", (Login login) => login is { Username: "admin", Password: "admin" }
    ? Results.Ok(new { token = Token })
    : Results.Json(new { detail = "Invalid credentials" }, statusCode: 401));
app.MapRoomSockets("/ws", message => message.ReplyAsync(echo + message.Text)).AllowAnonymous();
app.MapRoomSockets("/ws/{room}");

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"FastApiChat: open {string.Join(" or ", app.Urls)} (Ctrl+C stops)."));
app.Run();

internal sealed record Login(string Username, string Password);
