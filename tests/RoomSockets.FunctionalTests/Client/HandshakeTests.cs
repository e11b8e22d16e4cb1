using RoomSockets.Client;
using RoomSockets.FunctionalTests.Conformance;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Client;

/// <summary>What the .NET client makes of refusals, which it can see where browsers cannot.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public async Task Token_RefusedTwice_EndsTheClient()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        var asked = 0;
        await using var client = Clients.Create(new Uri(host.App.Ws, "/ws"), "", options => options.Token = (_, _) =>
        {
            asked++;
            return ValueTask.FromResult<string?>("nobody");
        });

        (await client.Awaiting(one => one.ConnectAsync().Patiently()).Should().ThrowAsync<RoomSocketsException>()).Which.Should().BeEquivalentTo(new { Code = "refused", IsTemporary = false });
        asked.Should().Be(2, "the first may have ended on its way");
        client.State.Should().Be(ClientState.Closed);
    }

    [Fact]
    public async Task Token_Expired_TheNextOneIsTaken()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        var tokens = new Queue<string>(["expired", "ann"]);
        await using var client = Clients.Create(new Uri(host.App.Ws, "/ws"), "", options => options.Token = (_, _) => ValueTask.FromResult<string?>(tokens.Dequeue()));

        await client.ConnectAsync().Patiently();

        client.User!.Id.Should().Be("ann");
    }

    [Fact]
    public async Task Endpoint_ThatIsNone_EndsTheClient()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var client = Clients.Create(new Uri(host.App.Ws, "/elsewhere"), "ann");

        (await client.Awaiting(one => one.ConnectAsync().Patiently()).Should().ThrowAsync<RoomSocketsException>()).Which.Message.Should().Contain("404");
    }

    [Fact]
    public async Task Token_WithOtherCharacters_TravelsEncoded()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        await using var client = await host.App.ClientAsync("Änn ?");

        client.User!.Id.Should().Be("Änn ?");
    }

    [Fact]
    public async Task Token_NearsItsEnd_IsReplacedOnTheLiveConnection()
    {
        await using var host = await ConformanceHost.StartAsync("Memory");
        var clock = new RoomSockets.Tests.FakeClock();
        var asked = 0;
        await using var client = await host.App.ClientAsync("", configure: options =>
        {
            options.Clock = clock;
            options.Token = (_, _) => ValueTask.FromResult<string?>($"ann~{1000 * ++asked}");
        });
        var errors = 0;
        client.ErrorReceived += (_, _) => Interlocked.Increment(ref errors);

        clock.Advance(TimeSpan.FromSeconds(20));
        await client.SetStatusAsync("away").Patiently();
        for (var time = 20; time < 800; time += 20)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await client.SetStatusAsync("away").Patiently();
        }

        asked.Should().Be(2);
        errors.Should().Be(0);
        client.State.Should().Be(ClientState.Connected);
    }
}
