using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.BuiltIn;

public sealed partial class FormatTests
{
    [Theory]
    [InlineData("""{"price":1}""", "name")]
    [InlineData("""{"name":"tea","price":1000}""", "price")]
    [InlineData("""{"name":"tea","price":"x"}""", "price")]
    public async Task Typed_WhatIsWrong_IsToldWithItsField(string json, string field)
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMessageFormat(PricedJson.Default.Priced));

        await CheckAsync(app, json, field, """{"name":"tea","price":3}""");
    }

    [Theory]
    [InlineData("""{"price":1}""", "name")]
    [InlineData("""{"name":"abcdefghijk"}""", "name")]
    [InlineData("hello", "data")]
    public async Task Shape_WhatIsWrong_IsToldWithItsField(string json, string field)
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMessageFormat(JsonShape.Object().Require("name", JsonShape.Text(maxLength: 10))));

        await CheckAsync(app, json, field, """{"name":"tea"}""");
    }

    [Fact]
    public async Task Function_OnAnEndpoint_Decides()
    {
        await using var app = await TestApp.StartAsync(static map => map.MapRoomSockets("/ws/{room}").AllowAnonymous()
            .AddMessageFormat(PricedJson.Default.Priced, static offer => offer.Name == "rum" ? new MessageFault("name", "We have no rum.") : null));
        await using var raw = await app.ConnectAsync("/ws/r");

        await raw.SendAsync("""{"name":"rum"}""");
        JsonNode.Parse(await raw.ReceiveAsync())!["message"]!.ToString().Should().Be("We have no rum.");
        await raw.SendAsync("""{"name":"tea"}""");
        (await raw.ReceiveAsync()).Should().Be("""{"name":"tea"}""");
    }

    [Fact]
    public async Task Binary_WhereThereIsAFormat_IsRefusedAndSignalsPass()
    {
        await using var app = await V1App.StartAsync(static rooms => rooms.AddMessageFormat(JsonShape.Object()));
        await using var raw = await app.ConnectAsync("/ws/r");
        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await using var bob = await V1Client.ConnectAsync(app, "bob");
        await ann.JoinAsync("r");
        await bob.JoinAsync("r");

        await raw.SendAsync([1, 2, 3]);
        (await raw.ReceiveAsync()).Should().Contain("\"invalid\"");
        await ann.SendAsync("""{"type":"signal","room":"r","name":"typing","data":true}""");
        await bob.ReadAsync("signal");
    }

    private static async Task CheckAsync(TestApp app, string wrong, string field, string right)
    {
        await using var raw = await app.ConnectAsync("/ws/r");
        await raw.SendAsync(wrong);
        var error = JsonNode.Parse(await raw.ReceiveAsync())!.AsObject();
        (error.Type(), error.Code(), error["field"]!.ToString(), error["temporary"]!.GetValue<bool>()).Should().Be(("error", "invalid", field, false));
        await raw.SendAsync(right);
        (await raw.ReceiveAsync()).Should().Be(right);

        await using var ann = await V1Client.ConnectAsync(app, "ann");
        await ann.JoinAsync("v");
        var data = wrong[0] == '{' ? wrong : $"\"{wrong}\"";
        await ann.SendAsync($$"""{"type":"publish","id":7,"room":"v","data":{{data}}}""");
        var answer = await ann.ReadAsync("error");
        (answer.Code(), answer["id"]!.GetValue<int>(), answer["field"]!.ToString()).Should().Be(("invalid", 7, field));
        await ann.SendAsync($$"""{"type":"publish","id":8,"room":"v","data":{{right}}}""");
        await ann.ReadUntilAsync("ack");
    }

    internal sealed record Priced([Required] string Name, [Range(0, 100)] int Price);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Priced))]
    internal sealed partial class PricedJson : JsonSerializerContext;
}
