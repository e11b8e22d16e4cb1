using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.Tests;

namespace RoomSockets.FunctionalTests.Wire;

public sealed class LimitTests
{
    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task MaxMessageBytes_OfOneFrame(int length, bool isAccepted)
    {
        await using var app = await Echo.StartAsync(options => options.MaxMessageBytes = 1000);
        await using var client = await app.KnockAsync();
        await client.SendAsync(1, Echo.Text(length));

        await AssertAsync(client, length, isAccepted);
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task MaxMessageBytes_OfFragments(int length, bool isAccepted)
    {
        await using var app = await Echo.StartAsync(options => options.MaxMessageBytes = 1000);
        await using var client = await app.KnockAsync();
        var text = Echo.Text(length);
        await client.SendAsync(1, text.AsSpan(0, 600), final: false);
        await client.SendAsync(9, new byte[125]);
        (await client.ReadFrameAsync())!.Value.Opcode.Should().Be(10, "control frames do not count");
        await client.SendAsync(0, text.AsSpan(600));

        await AssertAsync(client, length, isAccepted);
    }

    [Fact]
    public async Task MaxMessageBytes_IsRefusedBeforeThePayloadComes()
    {
        await using var app = await Echo.StartAsync(options => options.MaxMessageBytes = 1000);
        await using var client = await app.KnockAsync();
        await client.WriteAsync(RawClient.Frame(2, new byte[1001]).AsMemory(0, 8));

        (await client.ReadCloseAsync()).Code.Should().Be(1009);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public async Task MaxFragments_OfOneMessage(int fragments, bool isAccepted)
    {
        await using var app = await Echo.StartAsync(options => options.MaxFragments = 8);
        await using var client = await app.KnockAsync();
        for (var round = 0; round < (isAccepted ? 3 : 1); round++)
        {
            for (var i = 0; i < fragments; i++) await client.SendAsync(i == 0 ? 1 : 0, "x"u8, final: i == fragments - 1);
            if (isAccepted) (await client.ReadTextAsync()).Should().Be(new string('x', fragments), "the count begins anew with each message");
            else (await client.ReadCloseAsync()).Code.Should().Be(1008);
        }
    }

    [Fact]
    public async Task MessageTimeout_AMessageThatTakes30Seconds_1008()
    {
        var clock = new FakeClock();
        await using var app = await Echo.StartAsync(clock: clock);
        await using var client = await app.KnockAsync();
        var connection = await app.OnlyConnectionAsync();
        await client.SendAsync(1, "slow "u8, final: false);
        await BarrierAsync(client);

        for (var i = 0; i < 5; i++)
        {
            // Bytes alone are no excuse: the whole message has 30 s.
            clock.Advance(TimeSpan.FromSeconds(5.9));
            await client.SendAsync(0, "drip "u8, final: false);
            await BarrierAsync(client);
        }

        connection.Reason.Should().BeNull("29.5 s are not 30");
        await ReadingAsync(app, connection);
        clock.Advance(TimeSpan.FromSeconds(1));
        connection.Reason.Should().NotBeNull("30.5 s are more than 30");

        (await client.ReadCloseAsync()).Should().Be((1008, "a message took longer than 30 s"));
    }

    [Fact]
    public async Task MessageTimeout_HalfAHeader_1008()
    {
        var clock = new FakeClock();
        await using var app = await Echo.StartAsync(clock: clock);
        await using var client = await app.KnockAsync();
        var connection = await app.OnlyConnectionAsync();
        await client.WriteAsync(new byte[] { 0x81 });
        await app.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(1));
                return connection.Input.MessageAge > TimeSpan.Zero;
            },
            "the byte arrived");
        await ReadingAsync(app, connection);

        clock.Advance(TimeSpan.FromSeconds(30.5));
        connection.Reason.Should().NotBeNull("30.5 s are more than 30");

        var frames = await ReadToCloseAsync(client);
        frames.Should().ContainSingle(frame => frame.Opcode == 8).Which.Payload.Take(2).Should().Equal(0x03, 0xF0);
    }

    [Fact]
    public async Task MessageTimeout_MessagesThatEnd_BeginAnew()
    {
        var clock = new FakeClock();
        await using var app = await Echo.StartAsync(clock: clock);
        await using var client = await app.KnockAsync();
        for (var i = 0; i < 4; i++)
        {
            await client.SendAsync(1, "a"u8, final: false);
            await BarrierAsync(client);
            clock.Advance(TimeSpan.FromSeconds(20));
            await client.SendAsync(0, "b"u8);
            (await client.ReadTextAsync()).Should().Be("ab");
        }
    }

    private static async Task AssertAsync(RawClient client, int length, bool isAccepted)
    {
        if (isAccepted) await client.AssertEchoAsync(1, Echo.Text(length));
        else (await client.ReadCloseAsync()).Code.Should().Be(1009);
    }

    /// <summary>What was sent before has been read when the pong is here.</summary>
    private static async Task BarrierAsync(RawClient client)
    {
        await client.SendAsync(9, "barrier"u8);
        (await client.ReadFrameAsync())!.Value.Opcode.Should().Be(10);
    }

    /// <summary>The server's time for what it has read is not the peer's: until it reads on, no deadline ends the connection.</summary>
    private static Task ReadingAsync(TestApp app, Connection connection) => app.UntilAsync(() => connection.Input.IsReading, "the server reads on");

    private static async Task<List<(int Opcode, byte[] Payload)>> ReadToCloseAsync(RawClient client)
    {
        List<(int Opcode, byte[] Payload)> frames = [];
        while (frames.Count == 0 || frames[^1].Opcode != 8) frames.Add((await client.ReadFrameAsync())!.Value);
        return frames;
    }
}
