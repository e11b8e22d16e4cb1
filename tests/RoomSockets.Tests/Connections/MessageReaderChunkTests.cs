namespace RoomSockets.Tests;

public sealed class MessageReaderChunkTests
{
    [Fact]
    public void Read_ByteByByteOrInRandomPieces_GivesTheSameAsAtOnce()
    {
        var random = new Random(20260103);
        var faults = 0;
        for (var round = 0; round < 400; round++)
        {
            var bytes = RandomFrames(random);
            var whole = Reading.All(bytes, maxBytes: 300, maxFragments: 6);
            if (whole is [.., { Kind: IncomingKind.Fault }]) faults++;
            Reading.All(bytes, 300, 6, static () => 1).Should().Equal(whole, "round {0}", round);
            Reading.All(bytes, 300, 6, () => random.Next(1, 60)).Should().Equal(whole, "round {0}", round);
        }

        faults.Should().BeInRange(50, 350, "the sequences are to be of both kinds");
    }

    /// <summary>Mostly good conversations: every now and then something is wrong with one of their frames.</summary>
    private static byte[] RandomFrames(Random random)
    {
        List<byte> bytes = [];
        var open = false;
        for (var count = random.Next(1, 25); count > 0; count--)
        {
            var payload = new byte[random.Next(10) == 0 ? random.Next(320) : random.Next(40)];
            for (var i = 0; i < payload.Length; i++) payload[i] = (byte)random.Next(32, 127);
            var mask = new byte[4];
            random.NextBytes(mask);
            var isControl = random.Next(4) == 0;
            var final = isControl || random.Next(2) == 0;
            var opcode = isControl ? 9 + random.Next(2) : open ? 0 : 1 + random.Next(2);
            if (isControl) payload = payload[..Math.Min(payload.Length, 125)];
            if (!isControl) open = !final;
            var reserved = random.Next(100) == 0 ? 0x40 : 0;
            if (random.Next(60) == 0) opcode = random.Next(16);
            bytes.AddRange(ClientFrame.Build(opcode, payload, final, reserved, random.Next(100) == 0 ? null : mask));
        }

        return [.. bytes];
    }
}
