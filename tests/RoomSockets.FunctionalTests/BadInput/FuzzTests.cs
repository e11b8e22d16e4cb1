using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RoomSockets.Databases;
using RoomSockets.FunctionalTests.V1;
using RoomSockets.Tests;
using Xunit.Abstractions;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>
/// Twenty thousand hostile frames against a real host with a store. Afterwards two well-behaved clients are served as before, and
/// no connection, room or block is left. Alone, because blocks are counted for the whole process.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261121;
    private const int Frames = 20_000;
    private const int Strangers = 8;

    [Theory]
    [InlineData("Memory")]
    [Databases]
    public async Task TwentyThousandHostileFrames_LeaveNothingBehind(string store)
    {
        var clock = new FakeClock();
        await using var database = store == "Memory" ? null : await TestDatabase.CreateAsync(store);
        var blocks = Block.Outstanding;
        await using (var app = await FuzzHost.StartAsync(clock, database))
        {
            await using (var ann = await V1Client.ConnectAsync(app, "ann"))
            await using (var cleo = await V1Client.ConnectAsync(app, "cleo"))
            {
                await ann.JoinAsync("calm");
                await cleo.JoinAsync("calm");
                var attacks = await Task.WhenAll(Enumerable.Range(0, Strangers).Select(i => AttackAsync(app, i)));
                attacks.Sum(static attack => attack.Sent).Should().BeGreaterThanOrEqualTo(Frames);
                attacks.Sum(static attack => attack.Answers).Should().BeGreaterThan(Frames / 4, "what never gets past the door proves little");
                await TalkAsync(ann, cleo);
            }

            await EmptyAsync(app, clock);
        }

        // What the last drains hold is given back on their threads.
        await TestApp.EventuallyAsync(() => Task.FromResult(Block.Outstanding == blocks), $"there are {blocks} blocks in use as before");
    }

    /// <summary>Sends its part of the frames over as many connections as that takes. Returns how many it sent, and how many texts came back.</summary>
    private async Task<(int Sent, int Answers)> AttackAsync(TestApp app, int stranger)
    {
        var (sent, answers) = (0, 0);
        for (var number = 0; sent < Frames / Strangers; number++)
        {
            // When a connection is ended by the server is a matter of time; what is sent over each is not.
            var seed = Seed + (stranger * 1000) + number;
            var fuzz = new Fuzz(seed);
            await using var client = await KnockAsync(app, fuzz);
            var reading = ReadAsync(client);
            // Some keep to the rules of WebSocket, or hardly anything would get past its reader.
            var isTame = fuzz.OneIn(2);
            var frames = new List<byte[]>();
            while (frames.Count < (isTame ? 400 : 60) && !reading.IsCompleted)
            {
                frames.Add(isTame ? RawClient.Frame(1, fuzz.NextMessage(mayBreak: false)) : fuzz.NextFrame());
                if (!await TrySendAsync(client, frames[^1], fuzz)) break;
            }

            // One half says goodbye and waits for the answer to everything, the other half vanishes.
            var isServed = !isTame || !await TrySendAsync(client, RawClient.Frame(8, [0x03, 0xE8]), fuzz) || await IsDoneAsync(reading);
            client.Reset();
            answers += await reading;
            sent += frames.Count;
            if (isServed && !app.Logs.Entries.Any(static entry => entry.Level >= LogLevel.Error)) continue;
            // Not only thrown: the Error in the log is what fails the test in the end.
            output.WriteLine(Describe(seed, frames));
            throw new InvalidOperationException("The server failed, see the output.");
        }

        return (sent, answers);
    }

    private static async Task<bool> IsDoneAsync(Task reading)
    {
        try
        {
            await reading.WaitAsync(TestApp.Patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string Describe(int seed, List<byte[]> frames) =>
        $"The server failed at one of the last frames of a connection. Seed {seed}, its last frames: {string.Join(' ', frames.TakeLast(20).Select(Convert.ToHexString))}";

    private static Task<RawClient> KnockAsync(TestApp app, Fuzz fuzz) => fuzz.Next(4) switch
    {
        0 => app.KnockAsync("/ws/r"),
        1 => app.KnockAsync("/ws/r", "Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Protocol: roomsockets.v1.json"),
        2 => app.KnockAsync("/ws", "Sec-WebSocket-Protocol: roomsockets.v1.json"),
        _ => app.KnockAsync("/ws", "Sec-WebSocket-Protocol: roomsockets.v1.json, roomsockets.bearer.eve"),
    };

    /// <summary>In pieces now and then. False when the server has hung up.</summary>
    private static async Task<bool> TrySendAsync(RawClient client, byte[] frame, Fuzz fuzz)
    {
        try
        {
            var cut = fuzz.OneIn(10) ? fuzz.Next(frame.Length) : frame.Length;
            await client.WriteAsync(frame.AsMemory(0, cut));
            if (cut < frame.Length) await client.WriteAsync(frame.AsMemory(cut));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Reads to the end, whichever way it comes, and counts the texts.</summary>
    private static async Task<int> ReadAsync(RawClient client)
    {
        var texts = 0;
        try
        {
            while (await client.ReadFrameAsync() is { Opcode: not 8 } frame) texts += frame.Opcode == 1 ? 1 : 0;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or TimeoutException)
        {
            // Reset by one side or the other, or a connection that says nothing.
        }

        return texts;
    }

    private static async Task TalkAsync(V1Client ann, V1Client cleo)
    {
        for (var i = 1; i <= 20; i++)
        {
            await ann.SendPublishAsync("calm", $"hello {i}");
            (await cleo.ReadAsync("message")).Data().Should().Be($"hello {i}");
            (await ann.ReadUntilAsync("ack")).Offset().Should().Be(i, "nobody else was heard here");
        }
    }

    private static async Task EmptyAsync(TestApp app, FakeClock clock)
    {
        var table = app.Services.GetRequiredService<RoomTable>();
        var limits = app.Services.GetRequiredService<ConnectionLimits>();
        await TestApp.EventuallyAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult(limits.Connections == 0 && table.Count == 0);
            },
            "nobody is here, and the time of all rooms is over");
        (await app.Rooms.CountAsync()).Connections.Should().Be(0);
    }
}

/// <summary>Not while others run: they use what is counted.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
