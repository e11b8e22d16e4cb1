namespace RoomSockets.Client;

/// <summary>Makes tasks for whoever wants to wait. Nobody has to: a failure that nobody sees is no accident.</summary>
internal static class Promise
{
    public static TaskCompletionSource New()
    {
        var promise = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = promise.Task.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return promise;
    }
}
