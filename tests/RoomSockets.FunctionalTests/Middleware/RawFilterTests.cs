using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.Middleware;

/// <summary>Each raw receiver gets what its filter lets through.</summary>
public sealed class RawFilterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filter_OfEachReceiver_WithholdsAndReplaces(bool stores)
    {
        await using var app = await FilterApp.StartAsync(stores);
        await using var ann = await app.ConnectAsync("/ws/lobby", "ann");
        await using var bob = await app.ConnectAsync("/ws/lobby", "bob");
        await using var open = await app.ConnectAsync("/open/lobby", "bob");
        await app.MembersAsync("lobby", 3);

        foreach (var text in (string[])["one", "not !bob", "two", "other ?bob", "three !ann", "end"]) await ann.SendAsync(text);

        (await ReadAsync(ann)).Should().Equal("one", "not !bob", "two", "other ?bob", "end");
        (await ReadAsync(bob)).Should().Equal("one", "two", "for bob", "three !ann", "end");
        (await ReadAsync(open)).Should().Equal("one", "not !bob", "two", "other ?bob", "three !ann", "end");
        app.Filter().Asked.Should().OnlyContain(static asked => asked.Message.SenderId == "ann" && asked.Message.Room == "lobby" && asked.Message.Kind == MessageKind.Message);
        app.Filter().Asked.Where(static asked => asked.Receiver == "bob").Select(static asked => asked.Message.Offset).Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public async Task Filter_OfWhatTheApplicationSends_KnowsWhatItIs()
    {
        await using var app = await FilterApp.StartAsync();
        await using var ann = await app.ConnectAsync("/ws/lobby", "ann");
        await using var bob = await app.ConnectAsync("/ws/lobby", "bob");
        var id = app.Services.Connection("bob");

        await app.Rooms.PublishAsync("lobby", "published");
        await app.Rooms.SendToRoomAsync("lobby", MessageData.Binary("binary"u8.ToArray()));
        await app.Rooms.SendToRoomAsync("lobby", "not for bob", except: [id]);
        await app.Rooms.SignalRoomAsync("lobby", "signal", name: "price");
        await app.Rooms.SignalRoomAsync("lobby", "withheld !bob");
        await app.Rooms.PublishAsync("lobby", "end");

        (await bob.ReceiveAsync()).Should().Be("published");
        (await bob.ReceiveBinaryAsync()).Should().Equal("binary"u8.ToArray());
        (await ReadAsync(bob)).Should().Equal("signal", "end");
        app.Filter().Asked.Where(static asked => asked.Receiver == "bob")
            .Select(static asked => (asked.Text, asked.Message.Kind, asked.Message.Offset, asked.Message.Name, asked.Message.SenderId, asked.Message.Data.IsBinary)).Should().Equal(
            ("published", MessageKind.Message, 1, null, null, false),
            ("binary", MessageKind.Message, 0, null, null, true),
            ("signal", MessageKind.Signal, 0, "price", null, false),
            ("withheld !bob", MessageKind.Signal, 0, "notice", null, false),
            ("end", MessageKind.Message, 2, null, null, false));
    }

    [Fact]
    public async Task Filter_OfManyInOneRead_KeepsTheirOrder()
    {
        await using var app = await FilterApp.StartAsync();
        await using var bob = await app.ConnectAsync("/ws/lobby", "bob");
        await using var ann = await app.KnockAsync("/ws/lobby?token=ann");
        await app.MembersAsync("lobby", 2);
        var texts = Enumerable.Range(0, 300).Select(static i => i % 7 == 0 ? $"{i} !bob" : $"{i} x").ToList();

        await ann.WriteAsync(texts.SelectMany(static text => RawClient.Frame(1, System.Text.Encoding.ASCII.GetBytes(text))).ToArray());
        await ann.SendAsync("end");

        (await ReadAsync(bob)).Should().Equal([.. texts.Where(static text => !text.Contains('!', StringComparison.Ordinal)), "end"]);
    }

    [Fact]
    public async Task Filter_ThatFails_WithholdsAndIsLogged()
    {
        await using var app = await FilterApp.StartAsync();
        app.Logs.Expect("Receiver filter Shared failed");
        await using var ann = await app.ConnectAsync("/ws/lobby", "ann");
        await using var bob = await app.ConnectAsync("/ws/lobby", "bob");
        await app.MembersAsync("lobby", 2);

        foreach (var text in (string[])["#bob", "#bob again", "end"]) await ann.SendAsync(text);

        (await ReadAsync(ann)).Should().Equal("#bob", "#bob again", "end");
        (await ReadAsync(bob)).Should().Equal("end");
        app.Logs.Entries.Count(static entry => entry.Text.Contains("Receiver filter", StringComparison.Ordinal)).Should().Be(1, "a log of each would be a flood");
    }

    private static async Task<List<string>> ReadAsync(TestClient client)
    {
        List<string> heard = [];
        do heard.Add(await client.ReceiveAsync());
        while (heard[^1] != "end");
        return heard;
    }
}

/// <summary>Looks a connection up by its user.</summary>
file static class Look
{
    public static string Connection(this IServiceProvider services, string user) =>
        ((RoomDirectory)services.GetService(typeof(RoomDirectory))!).FindUser(user).Single().Connection.Id;
}
