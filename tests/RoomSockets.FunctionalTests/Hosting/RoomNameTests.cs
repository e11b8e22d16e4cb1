using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class RoomNameTests
{
    [Theory]
    [InlineData("a", 59, "101")]
    [InlineData("a", 60, "101")]
    [InlineData("a", 61, "400 bad_room_name")]
    [InlineData("%C3%A9", 60, "101")]
    [InlineData("%C3%A9", 61, "400 bad_room_name")]
    [InlineData("%F0%9F%98%80", 60, "101")]
    [InlineData("%F0%9F%98%80", 61, "400 bad_room_name")]
    [InlineData("e%CC%81", 60, "101")]
    [InlineData("e%CC%81", 61, "400 bad_room_name")]
    public async Task Length_IsCountedInCodePointsAfterNormalisation(string letter, int count, string verdict)
    {
        await using var app = await StartAsync();

        (await app.VerdictAsync($"/ws/{string.Concat(Enumerable.Repeat(letter, count))}")).Should().Be(verdict);
    }

    [Theory]
    [InlineData("%0A")]
    [InlineData("%0D")]
    [InlineData("%09")]
    [InlineData("%1B")]
    [InlineData("%7F")]
    [InlineData("%C2%85")]
    [InlineData("%E2%80%A8")]
    [InlineData("%EF%BF%BD")]
    public async Task ControlCharacters_AndHalfCharacters_AreRefused(string character)
    {
        await using var app = await StartAsync();

        (await app.VerdictAsync($"/ws/lob{character}by")).Should().Be("400 bad_room_name");
        (await app.VerdictAsync($"/ws/{character}")).Should().Be("400 bad_room_name");
    }

    /// <summary>The server itself refuses it, before anybody else sees the request.</summary>
    [Fact]
    public async Task NulCharacter_IsRefused()
    {
        await using var app = await StartAsync();

        await using var client = await app.KnockAsync("/ws/lob%00by");

        client.Status.Should().Be(400);
    }

    [Fact]
    public async Task Forms_OfTheSameText_AreOneRoom()
    {
        await using var app = await StartAsync();
        await using var composed = await app.ConnectAsync("/ws/caf%C3%A9");
        await using var decomposed = await app.ConnectAsync("/ws/cafe%CC%81");

        await decomposed.SendAsync("hi");

        (await composed.ReceiveAsync()).Should().Be("hi");
        (await app.Rooms.GetRoomsAsync()).Should().Equal("caf\u00E9");
        (await app.Rooms.CountMembersAsync("cafe\u0301")).Should().Be(2);
    }

    [Fact]
    public async Task Case_OfAName_Matters()
    {
        await using var app = await StartAsync();
        await using var small = await app.ConnectAsync("/ws/lobby");
        await using var big = await app.ConnectAsync("/ws/Lobby");

        await big.SendAsync("to Lobby");
        await small.SendAsync("to lobby");

        (await small.ReceiveAsync()).Should().Be("to lobby");
        (await big.ReceiveAsync()).Should().Be("to Lobby");
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(map => map.MapRoomSockets("/ws/{room}").AllowAnonymous());
}
