using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>What two users say to each other reaches every device of both, and nobody else.</summary>
public sealed class DirectTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Direct_ReachesEveryDeviceOnceAndTheSendingOneByItsAck(bool stores)
    {
        await using var app = await StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var annToo = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await using var bobToo = await V1Client.ConnectAsync(app, "bob");
        await using var eve = await V1Client.ConnectAsync(app, "eve");

        await ann.SendAsync(Frames.Direct("1", "bob", "psst", "k1"));

        var ack = await ann.ReadAsync("ack");
        (ack.Offset(), ack["duplicate"]!.GetValue<bool>(), ack["room"]!.ToString().Length > 0).Should().Be((1L, false, true));
        foreach (var device in new[] { annToo, bob, bobToo })
        {
            var direct = await device.ReadAsync("direct");
            (direct.Offset(), direct.Data(), direct["to"]!.ToString(), direct["from"]!["id"]!.ToString(), direct["key"]!.ToString()).Should().Be((1L, "psst", "bob", "ann", "k1"));
        }

        foreach (var device in new[] { ann, annToo, bob, bobToo, eve }) await device.ExpectNothingAsync();
        await bob.SendAsync(Frames.Direct("2", "ann", "yes?"));
        (await bob.ReadAsync("ack")).Offset().Should().Be(2, "both directions are one conversation");
        (await ann.ReadAsync("direct")).Offset().Should().Be(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Direct_ToMoreNewUsersThanAnHourAllows_IsRefusedForAWhile(bool stores)
    {
        await using var app = await V1App.StartAsync(stores ? static rooms => rooms.AddMemoryStore() : null, static options => options.MaxNewDirectsPerHour = 2);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        foreach (var to in new[] { "bob", "eve" })
        {
            await ann.SendAsync(Frames.Direct("1", to, "hi"));
            await ann.ReadAsync("ack");
        }

        await ann.SendAsync(Frames.Direct("3", "invented", "hi"));

        var error = await ann.ReadAsync("error");
        (error["code"]!.ToString(), error["temporary"]!.GetValue<bool>(), error["retryAfterMs"]!.GetValue<long>()).Should().Be(("rate_limited", true, 3_600_000L));
        await ann.SendAsync(Frames.Direct("4", "bob", "again"));
        (await ann.ReadAsync("ack")).Offset().Should().Be(2, "what was begun goes on");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Direct_ToOneself_ReachesTheOtherDevices(bool stores)
    {
        await using var app = await StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var annToo = await V1Client.ConnectAsync(app, "ann");

        await ann.SendAsync(Frames.Direct("1", "ann", "note"));

        (await ann.ReadAsync("ack")).Offset().Should().Be(1);
        (await annToo.ReadAsync("direct")).Data().Should().Be("note");
        await ann.ExpectNothingAsync();
        await annToo.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Direct_RepeatedKey_IsDeliveredOnce(bool stores)
    {
        await using var app = await StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");

        await ann.SendAsync(Frames.Direct("1", "bob", "psst", "k1"));
        await ann.ReadAsync("ack");
        await ann.SendAsync(Frames.Direct("2", "bob", "psst", "k1"));

        var again = await ann.ReadAsync("ack");
        (again.Offset(), again["duplicate"]!.GetValue<bool>()).Should().Be((1L, true));
        await bob.ReadAsync("direct");
        await bob.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task History_OfAConversation_IsTheSameForBoth(bool stores)
    {
        await using var app = await StartAsync(stores);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await using var eve = await V1Client.ConnectAsync(app, "eve");
        for (var i = 1; i <= 5; i++)
        {
            await ann.SendAsync(Frames.Direct($"{i}", "bob", $"{i}"));
            await ann.ReadAsync("ack");
            await bob.ReadAsync("direct");
        }

        await ann.SendAsync("""{"type":"history","id":1,"to":"bob","limit":3}""");
        await bob.SendAsync("""{"type":"history","id":1,"to":"ann","after":1,"limit":2}""");
        await eve.SendAsync("""{"type":"history","id":1,"to":"bob"}""");

        var last = await ann.ReadAsync("history");
        (last["to"]!.ToString(), last.ContainsKey("room"), last["more"]!.GetValue<bool>()).Should().Be(("bob", false, true));
        last.Offsets().Should().Equal(3, 4, 5);
        (await bob.ReadAsync("history")).Offsets().Should().Equal(2, 3);
        (await eve.ReadAsync("history")).Offsets().Should().BeEmpty();
    }

    [Fact]
    public async Task Direct_OfNobody_IsForbidden()
    {
        await using var app = await StartAsync(stores: false);
        await using var nobody = await V1Client.ConnectAsync(app);

        await nobody.SendAsync(Frames.Direct("1", "ann", "psst"));
        (await nobody.ReadAsync("error")).Code().Should().Be("forbidden");
        await nobody.SendAsync("""{"type":"history","id":1,"to":"ann"}""");
        (await nobody.ReadAsync("error")).Code().Should().Be("forbidden");
    }

    private static Task<TestApp> StartAsync(bool stores) => V1App.StartAsync(rooms =>
    {
        if (stores) rooms.AddMemoryStore();
    });
}
