namespace RoomSockets.Tests;

public sealed class MessageReaderFuzzTests
{
    private const int Frames = 20_000;
    private const int Limit = 200;

    [Fact]
    public void Read_RandomFrames_NeverThrowsAndNeverExceedsTheLimit()
    {
        var random = new Random(20260104);
        var reader = new MessageReader(Limit, 4);
        var kinds = new int[Enum.GetValues<IncomingKind>().Length];
        for (var i = 0; i < Frames; i++)
        {
            var input = RandomFrame(random);
            var incoming = reader.Read(input, out var consumed);
            kinds[(int)incoming.Kind]++;
            consumed.Should().BeInRange(0, input.Length);
            incoming.Payload.Length.Should().BeLessThanOrEqualTo(Limit);
            reader.Needed.Should().BeInRange(0, Limit + 14);
            if (incoming.Kind is not (IncomingKind.Fault or IncomingKind.Close)) continue;
            CloseCode.MayTravel(incoming.Reason!.Code).Should().Be(incoming.Reason.Code != 1005);
            reader.Dispose();
            reader = new MessageReader(Limit, 4);
        }

        reader.Dispose();
        kinds.Should().OnlyContain(count => count > 20, "frames that are all of one kind prove little");
    }

    private static byte[] RandomFrame(Random random)
    {
        var input = new byte[random.Next(300)];
        random.NextBytes(input);
        if (input.Length < 2 || random.Next(4) == 0) return input;
        // Without a hint nearly every random header is wrong in its first byte.
        input[0] &= 0x8F;
        input[1] = (byte)(0x80 | (random.Next(3) == 0 ? random.Next(128) : random.Next(Math.Min(126, input.Length))));
        if (random.Next(2) == 0) input[0] = (byte)(0x80 | random.GetItems([1, 2, 8, 9, 10], 1)[0]);
        if (random.Next(2) == 0) Array.Fill(input, (byte)0, 2, input.Length - 2);
        return input;
    }
}
