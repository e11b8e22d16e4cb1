namespace RoomSockets.Testing;

/// <summary>One timer of a <see cref="TestClock"/>, whose lock guards all that it has.</summary>
internal sealed class TestTimer(TestClock clock, Action fire) : ITimer
{
    public DateTimeOffset Due { get; set; }

    /// <summary>Null for a timer that fires once.</summary>
    public TimeSpan? Period { get; set; }

    public bool IsDisposed { get; set; }

    public void Fire() => fire();

    public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Set(this, dueTime, period);

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
