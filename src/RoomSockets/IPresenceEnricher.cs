namespace RoomSockets;

/// <summary>
/// Adds to what members of a room see of each other: an avatar, a role. Register with <c>AddPresenceEnricher</c>. It is asked once
/// for each change of a room, about all users that it concerns, and what it says of a user stays until that user changes.
/// </summary>
public interface IPresenceEnricher
{
    /// <summary>What is to be added, by the user's id: JSON (<see cref="MessageData.Json{T}"/>) or text, sent as <c>info</c>. Users that are not in the answer have none.</summary>
    /// <param name="room">The room.</param>
    /// <param name="users">Those who came or changed; never empty.</param>
    /// <param name="cancellationToken">Cancelled after 5 s. An exception is logged, and the change is told without <c>info</c>.</param>
    ValueTask<IReadOnlyDictionary<string, MessageData>> EnrichAsync(string room, IReadOnlyList<PresentUser> users, CancellationToken cancellationToken);
}

/// <summary>A user who is in a room.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The user's name; the id where there is none.</param>
/// <param name="Devices">With how many connections.</param>
/// <param name="Status">What the user said last, <c>online</c> by default; at most 64 characters.</param>
public sealed record PresentUser(string Id, string Name, int Devices, string Status);
