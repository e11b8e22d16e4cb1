namespace RoomSockets.Testing;

/// <summary>A store broke a promise; the message has what was promised and what was seen.</summary>
public sealed class SpecificationFailedException : Exception
{
    /// <summary>A promise that was broken.</summary>
    /// <param name="promise">What was promised.</param>
    /// <param name="seen">What was seen instead.</param>
    public SpecificationFailedException(string promise, string seen)
        : base($"Promised: {promise} Seen: {seen}")
    {
    }
}
