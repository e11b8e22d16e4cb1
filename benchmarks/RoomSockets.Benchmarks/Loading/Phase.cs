namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns what many operations of one kind took.</summary>
internal sealed class Phase
{
    public Histogram Latency { get; } = new();

    public int Count { get; set; }

    public double Seconds { get; set; }

    /// <summary>The server's processor time, in seconds.</summary>
    public double Cpu { get; set; }

    /// <summary>What the server sent.</summary>
    public long Bytes { get; set; }

    /// <param name="result">Where the figures go.</param>
    /// <param name="kind">What the operations are; see <see cref="Figure"/>.</param>
    public void Describe(LoadResult result, string kind)
    {
        if (Count == 0) return;
        result.Figures[Figure.Of(kind, Figure.Rate)] = Count / Seconds;
        result.Figures[Figure.Of(kind, Figure.Cpu)] = Cpu * 1e6 / Count;
        result.Figures[Figure.Of(kind, Figure.P50)] = DeliveryLoad.Microseconds(Latency.Percentile(0.5));
        result.Figures[Figure.Of(kind, Figure.P99)] = DeliveryLoad.Microseconds(Latency.Percentile(0.99));
        result.Figures[Figure.Of(kind, Figure.Bytes)] = (double)Bytes / Count;
    }
}
