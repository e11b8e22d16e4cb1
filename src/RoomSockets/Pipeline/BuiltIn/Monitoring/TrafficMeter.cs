namespace RoomSockets;

/// <summary>Owns the counts of one room, or of all: both directions.</summary>
internal sealed class TrafficMeter
{
    private readonly Direction _received = new();
    private readonly Direction _delivered = new();

    public void Receive(uint second, int bytes) => _received.Add(second, 1, bytes);

    public void Deliver(uint second, int messages, long bytes) => _delivered.Add(second, messages, bytes);

    public RoomTraffic Received(uint now) => _received.Read(now);

    public RoomTraffic Delivered(uint now) => _delivered.Read(now);

    /// <summary>What it did in the last minute.</summary>
    public long Activity(uint now) => _received.OfMinute(now) + _delivered.OfMinute(now);

    private sealed class Direction
    {
        private readonly RateRing _ring = new();
        private long _messages;
        private long _bytes;

        public void Add(uint second, int messages, long bytes)
        {
            Interlocked.Add(ref _messages, messages);
            Interlocked.Add(ref _bytes, bytes);
            _ring.Add(second, messages);
        }

        public long OfMinute(uint now) => _ring.Sum(now, 60);

        public RoomTraffic Read(uint now) => new(Interlocked.Read(ref _messages), Interlocked.Read(ref _bytes), _ring.Sum(now, 10) / 10.0, OfMinute(now) / 60.0);
    }
}
