using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Wire;

/// <summary>An application that answers each message with itself.</summary>
internal static class Echo
{
    public static Task<TestApp> StartAsync(Action<RoomSocketsOptions>? options = null, FakeClock? clock = null) => TestApp.StartAsync(
        app => app.MapRoomSockets("/echo", message => message.ReplyAsync(message.Data)).AllowAnonymous(),
        rooms => rooms.Services.AddRoomSockets(options),
        clock);

    public static Task<RawClient> KnockAsync(this TestApp app) => app.KnockAsync("/echo");

    /// <summary>What was sent must come back whole, with the same type.</summary>
    public static async Task AssertEchoAsync(this RawClient client, int opcode, byte[] payload)
    {
        var frame = await client.ReadFrameAsync();
        frame.Should().NotBeNull();
        frame!.Value.Opcode.Should().Be(opcode, "got {0}", System.Text.Encoding.UTF8.GetString(frame.Value.Payload.AsSpan(0, Math.Min(130, frame.Value.Payload.Length))));
        // Not Should().Equal: that takes seconds for a large array.
        frame.Value.Payload.AsSpan().SequenceEqual(payload).Should().BeTrue("the payload comes back as it was, {0} bytes", payload.Length);
    }

    public static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26)))];

    public static byte[] Binary(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
