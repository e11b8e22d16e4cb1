namespace RoomSockets.Testing;

/// <summary>What a store answered, without the time, which a case cannot know.</summary>
internal static class AppendedPlaces
{
    extension(IReadOnlyList<Appended> appended)
    {
        public IEnumerable<(long Offset, bool IsDuplicate)> Places() => appended.Select(static one => (one.Offset, one.IsDuplicate));
    }
}
