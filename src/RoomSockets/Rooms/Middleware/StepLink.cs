namespace RoomSockets;

/// <summary>One stop on the way through the middleware, so that it is known whose exception it was. Costs nothing where it completes at once.</summary>
internal sealed class StepLink<T>(RoomStep<T> step, string owner)
{
    public ValueTask InvokeAsync(T context)
    {
        try
        {
            var task = step(context);
            return task.IsCompletedSuccessfully ? task : AwaitAsync(task);
        }
        catch (Exception error) when (Culprit.Note(error, owner))
        {
            throw;
        }
    }

    private async ValueTask AwaitAsync(ValueTask task)
    {
        try
        {
            await task;
        }
        catch (Exception error) when (Culprit.Note(error, owner))
        {
            throw;
        }
    }
}
