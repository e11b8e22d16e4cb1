using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>A message that is sent again with its key is delivered once, and its sender hears of the first.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Key_RepeatedAfterAReconnect_IsDeliveredOnce(bool stores)
    {
        await using var app = await V1App.StartAsync(rooms =>
        {
            if (stores) rooms.AddMemoryStore();
        });
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await bob.JoinAsync("lobby");
        await using (var ann = await V1Client.ConnectAsync(app, "ann"))
        {
            await ann.JoinAsync("lobby");
            (await ann.PublishAsync("lobby", "x", "k1")).Offset().Should().Be(1);
        }

        await using var again = await V1Client.ConnectAsync(app, "ann");
        await again.JoinAsync("lobby");
        var ack = await again.PublishAsync("lobby", "x", "k1");
        (ack.Offset(), ack["duplicate"]!.GetValue<bool>()).Should().Be((1L, true));
        (await bob.ReadAsync("message")).Offset().Should().Be(1);
        await bob.ExpectNothingAsync();
        (await bob.PublishAsync("lobby", "x", "k1"))["duplicate"]!.GetValue<bool>().Should().BeFalse("keys are each user's own");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Key_OfAnAnonymousConnection_CountsForThatConnection(bool stores)
    {
        await using var app = await V1App.StartAsync(rooms =>
        {
            if (stores) rooms.AddMemoryStore();
        });
        await using var one = await V1Client.ConnectAsync(app);
        await one.JoinAsync("lobby");
        await using var two = await V1Client.ConnectAsync(app);
        await two.JoinAsync("lobby");

        (await one.PublishAsync("lobby", "x", "k"))["duplicate"]!.GetValue<bool>().Should().BeFalse();
        (await one.PublishAsync("lobby", "x", "k"))["duplicate"]!.GetValue<bool>().Should().BeTrue();
        (await two.PublishAsync("lobby", "x", "k"))["duplicate"]!.GetValue<bool>().Should().BeFalse();
    }

    [Fact]
    public async Task Key_TwiceInOneBatch_IsDeliveredOnce()
    {
        await using var app = await V1App.StartAsync();
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendAllAsync(Enumerable.Range(0, 3).Select(static i => Frames.Publish($"{i}", "lobby", "x", i < 2 ? "k" : null).ToJsonString()));

        var frames = await ann.ReadAsync(5);
        frames.Where(static frame => frame.Type() == "message").Select(Frames.Offset).Should().Equal(1, 2);
        frames.Where(static frame => frame.Type() == "ack").Select(static frame => (frame.Offset(), frame["duplicate"]!.GetValue<bool>())).Should().Equal((1L, false), (1L, true), (2L, false));
    }
}
