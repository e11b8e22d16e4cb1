namespace RoomSockets;

/// <summary>The store cannot answer for the moment: the disk is full, the database is away. Nothing was acknowledged; trying again later may succeed.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>The store cannot answer.</summary>
    /// <param name="message">What it tried.</param>
    /// <param name="cause">Why it failed.</param>
    public StoreUnavailableException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
