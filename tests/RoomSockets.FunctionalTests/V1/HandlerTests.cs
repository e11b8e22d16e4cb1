using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Lifecycle;

namespace RoomSockets.FunctionalTests.V1;

/// <summary>What becomes of a <c>publish</c> is the handler's decision; its sender hears of it exactly once.</summary>
public sealed class HandlerTests
{
    [Fact]
    public async Task Handler_ThatOnlyReplies_TheReplyIsANoticeAndTheMessageRejected()
    {
        await using var app = await V1App.StartAsync(message: static message => message.ReplyAsync("no"));
        await using var ann = await V1Client.ConnectAsync(app);
        await ann.JoinAsync("lobby");

        await ann.SendAsync("""{"type":"publish","id":1,"room":"lobby","data":"x"}""");

        var notice = await ann.ReadAsync("signal");
        (notice["name"]!.ToString(), notice.Data(), notice.ContainsKey("room")).Should().Be(("notice", "no", false));
        var error = await ann.ReadAsync("error");
        (error.Code(), error["id"]!.GetValue<int>()).Should().Be(("rejected", 1));
        await ann.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_ThatPublishesAnotherText_KeepsKeyAndReceipt(bool stores)
    {
        await using var app = await V1App.StartAsync(
            rooms =>
            {
                if (stores) rooms.AddMemoryStore();
            },
            message: static async message => await message.PublishAsync($"<{message.Text}>"));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendPublishAsync("lobby", "x", "k1");

        var frames = await ann.ReadAsync(2);
        frames[0].Type().Should().Be("message", "the ack says that it is on its way to everyone");
        (frames[0].Data(), frames[0]["key"]!.ToString(), frames[0]["from"]!["id"]!.ToString()).Should().Be(("<x>", "k1", "ann"));
        (frames[1].Type(), frames[1].Offset(), frames[1]["duplicate"]!.GetValue<bool>()).Should().Be(("ack", 1L, false));
        await ann.SendPublishAsync("lobby", "x", "k1");
        var again = await ann.ReadAsync("ack");
        (again.Offset(), again["duplicate"]!.GetValue<bool>()).Should().Be((1L, true));
        await ann.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_ThatPublishesTwice_TheFirstTakesKeyAndReceipt(bool stores)
    {
        await using var app = await V1App.StartAsync(
            rooms =>
            {
                if (stores) rooms.AddMemoryStore();
            },
            message: static async message =>
            {
                await message.PublishAsync("one");
                await message.PublishAsync("two");
            });
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");

        await ann.SendPublishAsync("lobby", "x", "k1");

        var frames = await ann.ReadAsync(3);
        frames.Where(static frame => frame.Type() == "message").Select(static frame => (frame.Offset(), frame.Data(), frame["key"]?.ToString())).Should().Equal((1L, "one", "k1"), (2L, "two", null));
        frames.Should().ContainSingle(static frame => frame.Type() == "ack").Which.Offset().Should().Be(1);
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Handler_ThatRefusesTheForm_IsToldAsInvalidAndTheConnectionStays()
    {
        await using var app = await V1App.StartAsync(message: static _ => throw new InvalidMessageException("a number is expected"));
        await using var ann = await V1Client.ConnectAsync(app);
        await ann.JoinAsync("lobby");

        await ann.SendAsync("""{"type":"publish","id":1,"room":"lobby","data":"x"}""");

        var error = await ann.ReadAsync("error");
        (error.Code(), error["field"]!.ToString(), error["message"]!.ToString()).Should().Be(("invalid", "data", "a number is expected"));
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task Handler_WhoseMemberLeavesMeanwhile_IsToldSo()
    {
        TestApp? running = null;
        await using var app = await V1App.StartAsync(message: async message =>
        {
            await running!.Rooms.LeaveAsync(message.Connection.Id, "lobby");
            await message.RelayAsync();
        });
        running = app;
        await using var ann = await V1Client.ConnectAsync(app);
        await ann.JoinAsync("lobby");

        await ann.SendAsync("""{"type":"publish","id":1,"room":"lobby","data":"x"}""");

        (await ann.ReadAsync("left"))["room"]!.ToString().Should().Be("lobby");
        (await ann.ReadAsync("error")).Code().Should().Be("not_joined");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_ThatIsAway_IsToldOnce(bool handlerPublishes)
    {
        await using var app = await V1App.StartAsync(
            static rooms => WatchedStore.AddTo(rooms),
            message: handlerPublishes ? static async message => await message.PublishAsync("y") : null);
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        var store = (WatchedStore)app.Services.GetService(typeof(WatchedStore))!;
        store.BeforeAppend = static () => throw new StoreUnavailableException("away", null);

        await ann.SendPublishAsync("lobby", "x", "k1");

        var error = await ann.ReadAsync("error");
        (error.Code(), error["temporary"]!.GetValue<bool>()).Should().Be(("store_unavailable", true));
        await ann.ExpectNothingAsync();
        store.BeforeAppend = null;
        (await ann.PublishAsync("lobby", "x", "k1")).Offset().Should().Be(1);
    }

    [Fact]
    public async Task Ack_IsNotSentBeforeTheMessageIsStored()
    {
        await using var app = await V1App.StartAsync(static rooms => WatchedStore.AddTo(rooms));
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("lobby");
        var store = (WatchedStore)app.Services.GetService(typeof(WatchedStore))!;
        var (gate, entered) = (Waiting.Gate(), Waiting.Gate());
        store.BeforeAppend = () =>
        {
            entered.TrySetResult();
            return gate.Task;
        };

        await ann.SendPublishAsync("lobby", "x");
        await entered.Task.Patiently();
        await ann.ExpectNothingAsync();
        gate.SetResult();

        (await ann.ReadAsync(2)).Select(Frames.Type).Should().Equal("message", "ack");
    }
}
