namespace RoomSockets;

/// <summary>Counts the signals that slow peers did without. The floor above reads it for the metrics.</summary>
internal sealed class Drops
{
    private long _signals;

    public long Signals => Interlocked.Read(ref _signals);

    public void Count(int signals) => Interlocked.Add(ref _signals, signals);
}
