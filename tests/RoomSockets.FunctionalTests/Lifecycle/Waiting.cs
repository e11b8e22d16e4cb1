using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Lifecycle;

/// <summary>Waits for what the server does by itself after the client has seen its handshake accepted.</summary>
internal static class Waiting
{
    public static Task MembersAsync(this TestApp app, string room, int count) =>
        TestApp.EventuallyAsync(async () => await app.Rooms.CountMembersAsync(room) == count, $"room {room} has {count} members");

    /// <summary>Connections that are served, those that say goodbye included.</summary>
    public static Task ServedAsync(this TestApp app, int count) =>
        TestApp.EventuallyAsync(() => Task.FromResult(app.Services.GetRequiredService<ConnectionLimits>().Connections == count), $"{count} connections are served");

    public static async Task UntilAsync(this TestApp _, Func<bool> condition, string because) =>
        await TestApp.EventuallyAsync(() => Task.FromResult(condition()), because);

    /// <summary>The one connection of the application.</summary>
    public static async Task<Connection> OnlyConnectionAsync(this TestApp app)
    {
        var directory = app.Services.GetRequiredService<RoomDirectory>();
        await app.UntilAsync(() => directory.All.Count == 1 && directory.All.Single().Connection.State == ConnectionState.Open, "the connection is open");
        return directory.All.Single().Connection;
    }

    public static Task<T> Patiently<T>(this Task<T> task) => task.WaitAsync(TestApp.Patience);

    public static Task Patiently(this Task task) => task.WaitAsync(TestApp.Patience);

    /// <summary>A gate that opens for all who wait.</summary>
    public static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads until the server hangs up or resets; returns what came before.</summary>
    public static async Task<List<(int Opcode, byte[] Payload)>> ReadUntilGoneAsync(this RawClient client)
    {
        List<(int, byte[])> frames = [];
        try
        {
            while (await client.ReadFrameAsync() is { } frame) frames.Add(frame);
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return frames;
    }
}
