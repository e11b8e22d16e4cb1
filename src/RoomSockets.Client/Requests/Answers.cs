namespace RoomSockets.Client;

/// <summary>Reads the answers to requests; null where a frame answers something else. Pure.</summary>
internal static class Answers
{
    public static PublishResult? ToResult(ServerFrame frame) => frame is AckFrame ack ? new PublishResult(ack.Offset, ack.Duplicate) : null;

    public static HistoryPage? ToPage(ServerFrame frame) => (frame as HistoryFrame)?.ToPage();

    /// <summary>Sends a request, and waits for its answer.</summary>
    public static async Task<T> AskAsync<T>(this ClientCore core, Request<T> request, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        core.Turns.Post(() => core.Send(request));
        await using var registration = cancellationToken.Register(() => core.Turns.Post(() =>
        {
            core.Forget(request);
            request.Cancel(cancellationToken);
        })).ConfigureAwait(false);
        return (await request.Answer.ConfigureAwait(false))!;
    }
}
