using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Moderation;

public sealed class RedactTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RedactAndDelete_MembersAreToldAndNothingBringsTheTextBack(bool withStore)
    {
        await using var app = await V1App.StartAsync(rooms => _ = withStore ? rooms.AddMemoryStore() : rooms);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        var start = (await ann.JoinAsync("lobby")).Position();
        await using var raw = await app.ConnectAsync("/ws/lobby");
        await ann.PublishAsync("lobby", "one", "k1");
        await app.Rooms.PublishAsync("lobby", "two");
        await app.Rooms.PublishAsync("lobby", "three");
        await ann.ReadAsync(2);
        for (var i = 0; i < 3; i++) await raw.ReceiveAsync();

        (await app.Rooms.RedactAsync("lobby", 1, "uno")).Should().BeTrue();
        (await app.Rooms.DeleteAlertAsync("lobby", 2)).Should().BeTrue();
        (await app.Rooms.RedactAsync("lobby", 2, "back")).Should().BeFalse("deleting is for good");

        (await ann.ReadAsync("redacted")).ToJsonString().Should().Be("""{"type":"redacted","room":"lobby","offset":1,"data":"uno"}""");
        (await ann.ReadAsync("redacted")).ToJsonString().Should().Be("""{"type":"redacted","room":"lobby","offset":2}""");
        await app.Rooms.SendToRoomAsync("lobby", "notice");
        (await raw.ReceiveAsync()).Should().Be("notice", "who speaks raw is told nothing");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        Look(await bob.JoinAsync("lobby", start));
        await bob.SendAsync("""{"type":"history","id":"h","room":"lobby"}""");
        Look(await bob.ReadAsync("history"));
        await using var first = await V1Client.ConnectAsync(app, "eve");
        Look(await first.JoinAsync("lobby", history: 10));

        static void Look(JsonObject frame)
        {
            var items = frame["messages"]!.AsArray();
            items.Count.Should().Be(3);
            (items[0]!.Offset(), items[0]!["data"]!.ToString(), items[0]!["from"]!["id"]!.ToString(), items[0]!["key"]!.ToString()).Should().Be((1, "uno", "ann", "k1"));
            items[1]!.ToJsonString().Should().Be("""{"offset":2,"deleted":true}""");
            items[2]!["data"]!.ToString().Should().Be("three");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task RedactAsync_OfNothing_TellsSo(long offset)
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore());
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.PublishAsync("lobby", "one");

        (await app.Rooms.RedactAsync("lobby", offset, "x")).Should().BeFalse();
        (await app.Rooms.DeleteAlertAsync("nowhere", 1)).Should().BeFalse();
        await ann.ExpectNothingAsync();
    }

    /// <summary>What was read before it was deleted must reach neither the one who reads nor those who come after.</summary>
    [Fact]
    public async Task DeleteAlertAsync_WhileThePastIsRead_ItIsNotBroughtBack()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var store = (WatchedStore)app.Services.GetRequiredService<IRoomStore>();
        var (gate, entered) = (Waiting.Gate(), Waiting.Gate());
        var epoch = await BanTests.PastAsync(store, "one", "secret", "three");
        store.AfterRead = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.SendJoinAsync("lobby", (0, epoch));
        await entered.Task.Patiently();

        (await app.Rooms.DeleteAlertAsync("lobby", 2)).Should().BeTrue();
        (await app.Rooms.RedactAsync("lobby", 3, "tres")).Should().BeTrue();
        await app.Rooms.PublishAsync("lobby", "four");
        store.AfterRead = null;
        gate.SetResult();

        var joined = await ann.ReadAsync("joined");
        joined["messages"]!.AsArray().Select(static item => item!["deleted"] is null ? item.Data() : "deleted").Should().Equal("one", "deleted", "tres");
        (await ann.ReadAsync(3)).Select(static frame => $"{frame.Type()} {frame.Offset()}").Should().Equal("redacted 2", "redacted 3", "message 4");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        var reads = store.Reads;
        (await bob.JoinAsync("lobby", (0, epoch)))["messages"]!.ToJsonString().Should().NotContain("secret").And.NotContain("three");
        store.Reads.Should().Be(reads, "that was from what the room has at hand");
    }

    [Fact]
    public async Task DeleteAlertAsync_WhileHistoryIsRead_ItIsNotBroughtBack()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        var store = (WatchedStore)app.Services.GetRequiredService<IRoomStore>();
        var (gate, entered) = (Waiting.Gate(), Waiting.Gate());
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.PublishAsync("lobby", "secret");
        store.AfterRead = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        await ann.SendAsync("""{"type":"history","id":1,"room":"lobby"}""");
        await entered.Task.Patiently();

        await app.Rooms.DeleteAlertAsync("lobby", 1);
        gate.SetResult();

        await ann.ReadAsync("redacted");
        (await ann.ReadAsync("history"))["messages"]!.ToJsonString().Should().Be("""[{"offset":1,"deleted":true}]""");
    }

    /// <summary>Who was not given a message is not given it in another form, and a filter is told whose it is.</summary>
    [Fact]
    public async Task RedactAsync_OfAMessageThatIsWithheld_IsWithheldToo()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddReceiverFilter<NothingOfAnn>().AddMemoryStore());
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        await ann.PublishAsync("lobby", "secret");
        (await bob.ReadAsync("skip")).Offset().Should().Be(1);

        await app.Rooms.RedactAsync("lobby", 1, "another secret");

        (await ann.ReadAsync("redacted")).Data().Should().Be("another secret");
        var redacted = await bob.ReadAsync("redacted");
        (redacted.Offset(), redacted.ContainsKey("data")).Should().Be((1, false), "whoever may have had the old text learns that it is void, and no more");
        await app.Rooms.DeleteAlertAsync("lobby", 1);
        (await bob.ReadAsync("redacted")).Offset().Should().Be(1);
    }

    [Fact]
    public async Task RedactAsync_JsonAndBounds_AreThoseOfAMessage()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMemoryStore(), static options => (options.OutboxBytes, options.MaxMessageBytes) = (4096, 1024));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        await ann.PublishAsync("lobby", "one");

        var binary = async () => await app.Rooms.RedactAsync("lobby", 1, MessageData.Binary(new byte[1]));
        var large = async () => await app.Rooms.RedactAsync("lobby", 1, new string('x', 5000));

        await binary.Should().ThrowAsync<ArgumentException>();
        await large.Should().ThrowAsync<ArgumentException>();
        await app.Rooms.RedactAsync("lobby", 1, MessageData.Json(new[] { 1, 2 }, NumbersJson.Default.Int32Array));
        (await ann.ReadAsync("redacted"))["data"]!.ToJsonString().Should().Be("[1,2]");
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(int[]))]
internal sealed partial class NumbersJson : System.Text.Json.Serialization.JsonSerializerContext;

/// <summary>What Ann says reaches Ann alone.</summary>
internal sealed class NothingOfAnn : IReceiverFilter
{
    public MessageData? Filter(in OutboundMessage message, IConnection receiver) => message.SenderId == "ann" && receiver.UserId != "ann" ? default(MessageData?) : message.Data;
}
