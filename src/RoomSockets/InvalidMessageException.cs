namespace RoomSockets;

/// <summary>
/// A message of a client that does not have the form that the handler expects. A handler that lets it escape closes the sender
/// with 1008 and this exception's message as the reason; nobody else notices.
/// </summary>
public sealed class InvalidMessageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in words that the client may see.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidMessageException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
