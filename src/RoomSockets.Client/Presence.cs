using System.Text.Json;

namespace RoomSockets.Client;

/// <summary>Who is in a room, at one moment.</summary>
/// <param name="Count">How many are there, users and anonymous connections.</param>
/// <param name="Users">The users; null when the room is too large for a list, or presence was not asked for.</param>
public sealed record RoomPresence(int Count, IReadOnlyList<PresentUser>? Users);

/// <summary>A user who is in a room, whatever the number of devices.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The name to show; null when the server knows none.</param>
/// <param name="Devices">From how many connections the user is there.</param>
/// <param name="Status">The status: <c>online</c>, or what the user has set.</param>
/// <param name="Info">What the application on the server adds; null for nothing.</param>
public sealed record PresentUser(string Id, string? Name, int Devices, string Status, JsonElement? Info);

/// <summary>A user who is no longer in a room.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The name to show; null when the server knows none.</param>
/// <param name="LastSeen">When the user was last seen there; null when the server did not say.</param>
public sealed record AbsentUser(string Id, string? Name, DateTimeOffset? LastSeen);

/// <summary>What changed since the last time.</summary>
/// <param name="Joined">Who came. All who are there, after <see cref="RoomPresence.Users"/> had been unknown.</param>
/// <param name="Left">Who went.</param>
/// <param name="Changed">Who has another status or number of devices.</param>
/// <param name="Count">How many are there now, users and anonymous connections.</param>
public sealed record PresenceChange(IReadOnlyList<PresentUser> Joined, IReadOnlyList<AbsentUser> Left, IReadOnlyList<PresentUser> Changed, int Count);
