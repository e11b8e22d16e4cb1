using System.Diagnostics;

namespace RoomSockets.Benchmarks.Loading;

/// <summary>Owns messages to one room at a fixed rate, as long as there is somebody to send them.</summary>
internal sealed class Flow(byte[] message, double rate)
{
    private readonly long _interval = (long)(Stopwatch.Frequency / rate);
    private Client? _publisher;
    private long _due;

    public int Sent { get; private set; }

    /// <summary>Where the room is when everything has arrived that its sender could send.</summary>
    public long Position { get; private set; }

    public bool HasPublisher => _publisher is not null;

    /// <summary>The sender has joined, and knows where the room is.</summary>
    public void Begin(Client publisher, long position) => (_publisher, Position, _due) = (publisher, position, Stopwatch.GetTimestamp());

    /// <summary>The sender is cut. What it sent last may have arrived or not.</summary>
    public void Stop() => _publisher = null;

    /// <summary>What was not sent until now need not be made up for.</summary>
    public void Resume() => _due = Stopwatch.GetTimestamp();

    /// <summary>Sends what is due by now.</summary>
    public void SendDue()
    {
        for (; HasPublisher && _due <= Stopwatch.GetTimestamp(); _due += _interval) Send();
    }

    public void Send()
    {
        Sent++;
        Position++;
        _publisher!.Send(message);
    }
}
