using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Json.Nodes;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>What the host's own code does in a case.</summary>
internal static class ConformanceApplication
{
    public static Task DoAsync(ConformanceHost host, JsonObject step)
    {
        string Text(string field) => step[field]!.GetValue<string>();
        var rooms = host.App.Rooms;
        switch (Text("application"))
        {
            case "say":
                return rooms.PublishAsync(Text("room"), Text("data")).AsTask();
            case "notice" when step.ContainsKey("user"):
                return rooms.SendToUserAsync(Text("user"), Text("data")).AsTask();
            case "notice":
                return rooms.SendToRoomAsync(Text("room"), Text("data")).AsTask();
            case "kick":
                return KickAsync(rooms, Text("user"), Text("room"));
            case "expel":
                return rooms.KickAsync(Text("room"), Text("user")).AsTask();
            case "ban":
                return rooms.BanAsync(BanSubject.OfUser(Text("user")), step["room"]?.GetValue<string>()).AsTask();
            case "mute":
                return rooms.MuteAsync(Text("user"), Text("room")).AsTask();
            case "slowMode":
                return rooms.SetSlowModeAsync(Text("room"), TimeSpan.FromSeconds(step["seconds"]!.GetValue<int>())).AsTask();
            case "redact" when step["data"] is { } data:
                return rooms.RedactAsync(Text("room"), step["offset"]!.GetValue<long>(), data.GetValue<string>()).AsTask();
            case "redact":
                return rooms.DeleteAlertAsync(Text("room"), step["offset"]!.GetValue<long>()).AsTask();
            case "disconnect":
                return rooms.DisconnectUserAsync(Text("user")).AsTask();
            case "forbid":
                host.Rules.Forbid(Text("user"), Text("room"), Enum.Parse<RoomOperation>(Text("operation"), ignoreCase: true));
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException($"The application cannot do '{Text("application")}'.");
        }
    }

    private static async Task KickAsync(IConnectionManager rooms, string user, string room)
    {
        foreach (var connection in await rooms.GetConnectionsAsync(user)) await rooms.LeaveAsync(connection.Id, room);
    }
}

/// <summary>Allows everything that was not forbidden.</summary>
internal sealed class ConformanceRules : IRoomAuthorizer
{
    private readonly ConcurrentDictionary<(string? User, string Room, RoomOperation Operation), bool> _forbidden = new();

    public void Forbid(string user, string room, RoomOperation operation) => _forbidden.TryAdd((user, room, operation), true);

    public ValueTask<bool> AllowsAsync(RoomOperation operation, string room, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        ValueTask.FromResult(!_forbidden.ContainsKey((user.FindFirstValue(ClaimTypes.NameIdentifier), room, operation)));
}
