namespace RoomSockets;

/// <summary>When each speaker may publish again in rooms with slow mode. Bounded: where more have spoken of late than are remembered, the turn that is over soonest is forgotten.</summary>
internal sealed class SpeakingTurns(TimeProvider time)
{
    public const int MaxRemembered = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Room, string Speaker), SpokenTurn> _turns = [];

    // The number tells those apart that are over at the same moment.
    private readonly SortedDictionary<(long Over, long Number), (string Room, string Speaker)> _byEnd = [];
    private long _number;

    /// <summary>Takes the turn where it is the speaker's.</summary>
    /// <returns>Zero where it was taken; else how long to wait.</returns>
    public TimeSpan TryTake(string room, string speaker, TimeSpan interval)
    {
        lock (_gate)
        {
            if (_turns.TryGetValue((room, speaker), out var turn))
            {
                // The room's present interval counts: it may have been changed since.
                var left = interval - time.GetElapsedTime(turn.Spoke);
                if (left > TimeSpan.Zero) return left;
                _byEnd.Remove((turn.Over, turn.Number));
            }
            else if (_turns.Count >= MaxRemembered)
            {
                // To refuse newcomers instead would let a crowd silence everybody who has not spoken yet.
                ForgetOne();
            }

            Remember((room, speaker), interval);
            return TimeSpan.Zero;
        }
    }

    private void Remember((string Room, string Speaker) who, TimeSpan interval)
    {
        var now = time.GetTimestamp();
        var turn = new SpokenTurn(now, now + (long)(interval.TotalSeconds * time.TimestampFrequency), _number++);
        _turns[who] = turn;
        _byEnd[(turn.Over, turn.Number)] = who;
    }

    private void ForgetOne()
    {
        var (end, who) = _byEnd.First();
        _byEnd.Remove(end);
        _turns.Remove(who);
    }

    private readonly record struct SpokenTurn(long Spoke, long Over, long Number);
}
