namespace RoomSockets;

/// <summary>What goes on at this moment on this node. Add it with <c>AddRoomMonitor</c>; all members may be called at any time from any thread.</summary>
public interface IRoomMonitor
{
    /// <summary>The state at this moment. It costs a look at each room that has members.</summary>
    /// <param name="maxRooms">How many rooms to list, the busiest of the last minute first. 0 to 1,000: of more no counts are kept, and the least busy ones give way.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    RoomMonitorSnapshot Snapshot(int maxRooms = 20);
}

/// <summary>What goes on at one moment on one node.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Connections">Open connections.</param>
/// <param name="Users">Users with at least one connection; anonymous ones are not counted.</param>
/// <param name="OccupiedRooms">Rooms with at least one member.</param>
/// <param name="Received">What clients sent, as far as it came to the monitor's place among the middleware.</param>
/// <param name="Delivered">What rooms and conversations handed to their members: each message once for each of them. Answers, and signals of clients, are not counted.</param>
/// <param name="Rooms">The busiest rooms.</param>
public sealed record RoomMonitorSnapshot(
    DateTimeOffset At, int Connections, int Users, int OccupiedRooms, RoomTraffic Received, RoomTraffic Delivered, IReadOnlyList<RoomActivity> Rooms);

/// <summary>What goes on in one room.</summary>
/// <param name="Room">Its name.</param>
/// <param name="Members">Connections that are in it.</param>
/// <param name="Received">What clients sent to it.</param>
/// <param name="Delivered">What it handed to its members.</param>
public sealed record RoomActivity(string Room, int Members, RoomTraffic Received, RoomTraffic Delivered);

/// <summary>Messages in one direction.</summary>
/// <param name="Messages">How many since the host started; of a room, since counts of it are kept.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="PerSecond">Messages a second, over the last 10 seconds.</param>
/// <param name="PerSecondOfMinute">Messages a second, over the last 60 seconds.</param>
public readonly record struct RoomTraffic(long Messages, long Bytes, double PerSecond, double PerSecondOfMinute);
