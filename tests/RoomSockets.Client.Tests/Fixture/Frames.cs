using System.Text.Json;

namespace RoomSockets.Client.Tests;

/// <summary>Reads and writes what the tests say as a server, and waits for what fails.</summary>
internal static class Frames
{
    public static long IdOf(this JsonElement frame) => frame.GetProperty("id").GetInt64();

    public static string Refusal(long id, int milliseconds) =>
        $$"""{"type":"error","id":{{id}},"room":"lobby","code":"rate_limited","message":"Too fast.","temporary":true,"retryAfterMs":{{milliseconds}}}""";

    public static async Task<RoomSocketsException> FailsAsync(this Task task) =>
        (await FluentActions.Awaiting(() => task.WaitAsync(ScriptedSocket.Patience)).Should().ThrowAsync<RoomSocketsException>()).Which;
}
