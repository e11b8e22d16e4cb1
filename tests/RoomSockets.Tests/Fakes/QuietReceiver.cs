namespace RoomSockets.Tests;

/// <summary>Keeps the reasons that it is told.</summary>
internal sealed class QuietReceiver : IReceiver
{
    public List<CloseReason> Reasons { get; } = [];

    public ValueTask OnMessageAsync(MessageData data) => ValueTask.CompletedTask;

    public void OnEndOfRead()
    {
    }

    public void OnClosing(CloseReason reason) => Reasons.Add(reason);
}
