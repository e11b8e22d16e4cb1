namespace RoomSockets;

/// <summary>A message that waits to be stored before anybody gets it, and who wants to know what comes of it.</summary>
/// <param name="Alert">What is stored.</param>
/// <param name="Done">Completes with the offset, or fails; null where nobody waits.</param>
/// <param name="Sender">Is told of a failure where nobody waits; null for nobody.</param>
internal sealed record PendingAlert(NewAlert Alert, TaskCompletionSource<long>? Done = null, Connection? Sender = null)
{
    /// <summary>Where its frame begins in the block.</summary>
    public int Start { get; set; }
}
