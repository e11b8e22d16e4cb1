using System.Collections.Immutable;

namespace RoomSockets;

/// <summary>How much may be in force: what a room's creator may fill is a part of it, so that staff always finds a place.</summary>
internal static class RestrictionBounds
{
    /// <param name="options">The bounds.</param>
    /// <param name="inForce">All of one kind.</param>
    /// <param name="added">The one that comes; in the place of the same it always may.</param>
    /// <param name="roomOf">Where one holds; null for everywhere.</param>
    /// <param name="what">For the message.</param>
    /// <exception cref="TooManyRestrictionsException">There are too many.</exception>
    public static void Check<TKey, TValue>(ModerationOptions options, ImmutableDictionary<TKey, TValue> inForce, TKey added, Func<TKey, string?> roomOf, string what)
        where TKey : notnull
    {
        if (inForce.ContainsKey(added)) return;
        if (roomOf(added) is { } room)
        {
            var ofRooms = inForce.Keys.Select(roomOf).OfType<string>().ToList();
            ThrowIfFull(ofRooms.Count(name => string.Equals(name, room, StringComparison.Ordinal)), options.MaxRestrictionsPerRoom, $"{what} in this room", nameof(ModerationOptions.MaxRestrictionsPerRoom));
            ThrowIfFull(ofRooms.Count, options.MaxRestrictions / 2, $"{what} in rooms", $"half of {nameof(ModerationOptions.MaxRestrictions)}");
        }

        ThrowIfFull(inForce.Count, options.MaxRestrictions, what, nameof(ModerationOptions.MaxRestrictions));
    }

    /// <summary>Slow mode is of a room, once.</summary>
    public static void Check(ModerationOptions options, ImmutableDictionary<string, StoredSlowMode> inForce, string room)
    {
        if (!inForce.ContainsKey(room)) ThrowIfFull(inForce.Count, options.MaxRestrictions, "slow modes", nameof(ModerationOptions.MaxRestrictions));
    }

    private static void ThrowIfFull(int count, int most, string what, string bound)
    {
        if (count >= most) throw new TooManyRestrictionsException($"There are {count} {what} in force, as many as is allowed ({bound} of {nameof(ModerationOptions)}). End some, or raise it.");
    }
}

/// <summary>As much is in force as is kept in memory.</summary>
internal sealed class TooManyRestrictionsException(string message) : InvalidOperationException(message);
