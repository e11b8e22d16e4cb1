namespace RoomSockets;

/// <summary>What has changed in a room since the last time, all of it together.</summary>
/// <param name="Joined">Those who came.</param>
/// <param name="Left">Those who went.</param>
/// <param name="Changed">Those who are otherwise.</param>
/// <param name="Count">How many are there.</param>
/// <param name="IsListed">Whether they are few enough to be named.</param>
internal sealed record PresenceChange(IReadOnlyList<Person> Joined, IReadOnlyList<Person> Left, IReadOnlyList<Person> Changed, int Count, bool IsListed = true)
{
    public bool IsEmpty => Joined.Count == 0 && Left.Count == 0 && Changed.Count == 0;
}
