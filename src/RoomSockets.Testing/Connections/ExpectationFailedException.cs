namespace RoomSockets.Testing;

/// <summary>What a test expected did not come; the message has what came instead.</summary>
/// <param name="message">What was expected, and what came.</param>
public sealed class ExpectationFailedException(string message) : Exception(message);
