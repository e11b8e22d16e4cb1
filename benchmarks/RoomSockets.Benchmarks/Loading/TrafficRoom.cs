namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns who is in one room and, for each message in flight, how many have not had it.</summary>
internal sealed class TrafficRoom(Letter letter)
{
    private const int MostInFlight = 4096;
    private readonly int[] _missing = new int[MostInFlight];

    public List<Client> Members { get; } = [];

    /// <summary>What is sent next.</summary>
    public Letter Letter { get; } = letter;

    /// <summary>The number of the next message.</summary>
    public long Next { get; set; }

    /// <summary>Whether every member has had the last message.</summary>
    public bool IsInStep => Next > 0 && Members.TrueForAll(member => member.Expected == Next);

    /// <summary>The name of the room with that number.</summary>
    public static string NameOf(int room) => $"room{room}";

    public void Begin()
    {
        ref var missing = ref _missing[Next & (MostInFlight - 1)];
        if (missing > 0) throw new IOException($"{MostInFlight} messages are in flight in one room: the server does not keep up.");
        missing = Members.Count;
    }

    /// <summary>True when the member that had it now was the last one.</summary>
    public bool Arrive(long number) => --_missing[number & (MostInFlight - 1)] == 0;
}
