namespace RoomSockets;

/// <summary>What is wrong with a message.</summary>
/// <param name="Field">The field that is wrong, as the client writes it: <c>name</c>, <c>items[2].price</c>; <c>data</c> for the message as a whole.</param>
/// <param name="Message">What is wrong, in words that the sender may see.</param>
public sealed record MessageFault(string Field, string Message)
{
    /// <summary>The field of a message as a whole.</summary>
    internal const string Whole = "data";

    internal static MessageFault NoJson { get; } = new(Whole, "The message is no JSON.");

    internal static MessageFault NoText { get; } = new(Whole, "The message must be text.");
}
