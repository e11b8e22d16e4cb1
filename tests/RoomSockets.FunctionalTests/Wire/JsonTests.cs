using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests.Wire;

public sealed partial class JsonTests
{
    [Fact]
    public async Task Json_ThereAndBack_KeepsTheValue()
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync("/json");
        await client.SendAsync("""{"Name":"Jürgen \"😀\"","Count":3}""");

        var answer = System.Text.Json.JsonSerializer.Deserialize(await client.ReceiveAsync(), Context.Default.Order);
        answer.Should().Be(new Order("Jürgen \"😀\"", 4));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"Name\":")]
    [InlineData("{\"Name\":5,\"Count\":1}")]
    [InlineData("{\"Name\":\"a\",\"Count\":1} {}")]
    [InlineData("[1]")]
    [InlineData("{\"Name\":\"\\ud800\",\"Count\":1}")]
    [InlineData("{\"Name\":\"a\",\"Count\":99999999999999999999}")]
    public async Task Json_OfTheWrongForm_1008(string text)
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync("/json");
        await client.SendAsync(text);

        var (code, reason) = await client.ReceiveCloseAsync();
        code.Should().Be(1008, "1007 is for bad UTF-8 alone");
        reason.Should().StartWith("not the expected JSON");
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public async Task Json_Depth(int depth, bool isAccepted)
    {
        await using var app = await StartAsync();
        await using var client = await app.ConnectAsync("/nest");
        await client.SendAsync(string.Concat(Enumerable.Repeat("{\"Inner\":", depth - 1)) + "{}" + new string('}', depth - 1));

        if (isAccepted) (await client.ReceiveAsync()).Should().Be($"{depth}");
        else (await client.ReceiveCloseAsync()).Code.Should().Be(1008);
    }

    [Fact]
    public async Task Json_CaughtByTheHandler_TheConnectionGoesOn()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets("/json", message =>
        {
            try
            {
                return message.ReplyAsync($"{message.ReadJson(Context.Default.Order)!.Count}");
            }
            catch (InvalidMessageException)
            {
                return message.ReplyAsync("what?");
            }
        }).AllowAnonymous());
        await using var client = await app.ConnectAsync("/json");
        await client.SendAsync("nonsense");
        await client.SendAsync("""{"Name":"a","Count":3}""");

        (await client.ReceiveAsync()).Should().Be("what?");
        (await client.ReceiveAsync()).Should().Be("3");
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(map =>
    {
        map.MapRoomSockets("/json", message =>
        {
            var order = message.ReadJson(Context.Default.Order)!;
            return message.Connection.SendJsonAsync(order with { Count = order.Count + 1 }, Context.Default.Order);
        }).AllowAnonymous();
        map.MapRoomSockets("/nest", message => message.ReplyAsync($"{Depth(message.ReadJson(Context.Default.Nest))}")).AllowAnonymous();
    });

    private static int Depth(Nest? nest) => nest is null ? 0 : 1 + Depth(nest.Inner);

    internal sealed record Order(string Name, int Count);

    internal sealed record Nest
    {
        public Nest? Inner { get; init; }
    }

    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Nest))]
    internal sealed partial class Context : JsonSerializerContext;
}
