namespace RoomSockets;

/// <summary>How many there were in each of the last 60 seconds. Counting takes one exchange and no lock: each place holds its second beside the count.</summary>
internal sealed class RateRing
{
    private const int Seconds = 60;
    private readonly long[] _places = new long[Seconds];

    public void Add(uint second, int count)
    {
        ref var place = ref _places[second % Seconds];
        while (true)
        {
            var seen = Volatile.Read(ref place);
            var before = (uint)(seen >> 32) == second ? seen & uint.MaxValue : 0;
            var after = ((long)second << 32) | Math.Min(before + count, uint.MaxValue);
            if (Interlocked.CompareExchange(ref place, after, seen) == seen) return;
        }
    }

    /// <summary>How many in this second and those before it.</summary>
    /// <param name="now">This second.</param>
    /// <param name="seconds">How many seconds in all. 1 to 60.</param>
    public long Sum(uint now, int seconds)
    {
        long sum = 0;
        for (var i = 0; i < _places.Length; i++)
        {
            var seen = Volatile.Read(ref _places[i]);
            var age = now - (long)(uint)(seen >> 32);
            if (age >= 0 && age < seconds) sum += seen & uint.MaxValue;
        }

        return sum;
    }
}
