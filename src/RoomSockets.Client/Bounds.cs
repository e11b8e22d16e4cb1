using System.Runtime.CompilerServices;

namespace RoomSockets.Client;

/// <summary>Checks options where they are set. Pure.</summary>
internal static class Bounds
{
    public static T Check<T>(T value, T least, T most, [CallerMemberName] string option = "")
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0
            ? throw new ArgumentOutOfRangeException(nameof(value), value, $"{option} must be {least} to {most}.")
            : value;
}
