namespace RoomSockets;

/// <summary>Something with deadlines, visited by the <see cref="Wheel"/>. It is itself the link in the wheel's list, so that a place there costs no memory.</summary>
internal abstract class WheelItem
{
    internal const long Never = long.MaxValue;

    /// <summary>The tick of the next visit; the wheel's own, like the links.</summary>
    internal long Due = Never;
    internal WheelItem? Next;
    internal WheelItem? Previous;

    /// <summary>Looks at the deadlines, acts on those that are over, and says when to look again; null for never.</summary>
    public abstract TimeSpan? Check();
}
