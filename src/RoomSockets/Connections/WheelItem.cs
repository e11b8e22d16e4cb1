namespace RoomSockets;

/// <summary>Something with deadlines, visited by the <see cref="Wheel"/>.</summary>
internal abstract class WheelItem
{
    internal const long Never = long.MaxValue;

    /// <summary>The tick of the next visit; the wheel's own.</summary>
    internal long Due = Never;

    /// <summary>Looks at the deadlines, acts on those that are over, and says when to look again; null for never.</summary>
    public abstract TimeSpan? Check();
}
