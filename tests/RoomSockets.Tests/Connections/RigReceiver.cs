using System.Text;

namespace RoomSockets.Tests;

/// <summary>Keeps what it is told, in order; a message "wait" lasts until the test opens the gate.</summary>
internal sealed class RigReceiver : IReceiver
{
    public const string End = "(end of read)";
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> Events { get; } = [];

    public IEnumerable<string> Messages => Events.Where(one => one != End);

    public List<CloseReason> Reasons { get; } = [];

    public void Open() => _gate.SetResult();

    public ValueTask OnMessageAsync(MessageData data)
    {
        var text = Encoding.Latin1.GetString(data.Bytes.Span);
        Events.Add(text);
        return text == "wait" ? WaitAsync(data) : ValueTask.CompletedTask;
    }

    public void OnEndOfRead() => Events.Add(End);

    public void OnClosing(CloseReason reason) => Reasons.Add(reason);

    private async ValueTask WaitAsync(MessageData data)
    {
        await _gate.Task;
        Events.Add("waited: " + Encoding.Latin1.GetString(data.Bytes.Span));
    }
}
