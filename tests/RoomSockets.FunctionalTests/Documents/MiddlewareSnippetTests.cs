using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests.Documents;

/// <summary>What docs/middleware.md shows works as it says.</summary>
public sealed class MiddlewareSnippetTests
{
    [Fact]
    public async Task Audit_OfTheDocument_KeepsStrangersOutOfStaffRooms()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapRoomSockets("/ws/{room}").AddRoomMiddleware<Audit>().AllowAnonymous());

        await using var staff = await app.KnockAsync("/ws/staff-7");
        await using var others = await app.KnockAsync("/ws/lobby");

        (staff.Status, others.Status).Should().Be((403, 101));
        staff.Body.Should().Contain("Staff only.");
    }

    [Fact]
    public async Task Spoilers_OfTheDocument_ReachWhoWantsThem()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapRoomSockets("/ws/{room}").AddReceiverFilter<Spoilers>().AllowAnonymous());
        await using var client = await app.ConnectAsync("/ws/lobby");

        await app.Rooms.PublishAsync("lobby", "spoiler: it was the gardener");
        await app.Rooms.PublishAsync("lobby", "good night");

        (await client.ReceiveAsync()).Should().Be("good night");
    }
}
