namespace RoomSockets.FunctionalTests.Wire;

public sealed class ControlTests
{
    [Fact]
    public async Task Ping_OfEveryLength_IsAnsweredWithItsPayload()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        for (var length = 0; length <= 125; length++)
        {
            await client.SendAsync(9, Echo.Binary(length));
            var pong = (await client.ReadFrameAsync())!.Value;
            pong.Opcode.Should().Be(10);
            pong.Payload.Should().Equal(Echo.Binary(length));
        }
    }

    /// <summary>RFC 6455, section 5.5.3: the last one must be answered, older ones may be skipped.</summary>
    [Fact]
    public async Task Pings_ManyAtOnce_AreAnsweredInOrderAndTheLastAlways()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.WriteAsync(Enumerable.Range(0, 200).SelectMany(i => RawClient.Frame(9, [(byte)i])).ToArray());

        var last = -1;
        while (last < 199)
        {
            var pong = (await client.ReadFrameAsync())!.Value;
            pong.Opcode.Should().Be(10);
            ((int)pong.Payload.Single()).Should().BeGreaterThan(last);
            last = pong.Payload[0];
        }

        await client.SendAsync("behind them");
        (await client.ReadTextAsync()).Should().Be("behind them");
    }

    [Fact]
    public async Task Pong_Unsolicited_IsIgnored()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.SendAsync(10, []);
        await client.SendAsync(10, Echo.Binary(125));
        await client.SendAsync("still here");

        (await client.ReadTextAsync()).Should().Be("still here");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1011)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(4999)]
    public async Task Close_ValidCode_IsEchoedAndNothingFollows(int code)
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.WriteAsync((byte[])[.. RawClient.Frame(8, [(byte)(code >> 8), (byte)code, .. "ciao"u8]), .. RawClient.Frame(1, "behind"u8), .. RawClient.Frame(9, [])]);

        (await client.ReadCloseAsync()).Should().Be((code, "ciao"));
        (await client.ReadUntilEndAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(1100)]
    [InlineData(2000)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public async Task Close_InvalidCode_1002(int code)
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.SendAsync(8, [(byte)(code >> 8), (byte)code]);

        (await client.ReadCloseAsync()).Code.Should().Be(1002);
    }

    [Fact]
    public async Task Close_ReasonOf123Bytes_IsEchoed()
    {
        await using var app = await Echo.StartAsync();
        await using var client = await app.KnockAsync();
        await client.SendAsync(8, [0x03, 0xE8, .. Echo.Text(123)]);

        (await client.ReadCloseAsync()).Should().Be((1000, System.Text.Encoding.ASCII.GetString(Echo.Text(123))));
    }
}
