namespace RoomSockets.Client.Tests;

/// <summary>Owns the rooms of one case, and what the application was told of them.</summary>
internal sealed class Rooms(RoomSocketsClient client)
{
    private readonly Dictionary<string, ClientRoom> _rooms = new(StringComparer.Ordinal);

    public Queue<(string Room, RoomGap Gap)> Gaps { get; } = [];

    public Queue<(string Room, Redaction Redaction)> Redactions { get; } = [];

    public Queue<(string Room, RoomLeft Left)> Ends { get; } = [];

    public ClientRoom this[string name] => _rooms[name];

    public ClientRoom Join(string name, JoinOptions options)
    {
        var room = client.Join(name, options);
        Add(room);
        return room;
    }

    public void Add(ClientRoom room)
    {
        if (_rooms.TryGetValue(room.Name, out var known) && known == room) return;
        _rooms[room.Name] = room;
        room.Redacted += (_, redaction) => Redactions.Enqueue((room.Name, redaction));
        room.Left += (_, left) => Ends.Enqueue((room.Name, left));
        room.GapFound += (_, gap) => Gaps.Enqueue((room.Name, gap));
    }

    public ILookup<string, RoomMessage> TakeMessages() => _rooms.Values.SelectMany(Take, (room, message) => (room.Name, message)).ToLookup(pair => pair.Name, pair => pair.message);

    private static IEnumerable<RoomMessage> Take(ClientRoom room)
    {
        while (room.TryRead(out var message)) yield return message;
    }
}
