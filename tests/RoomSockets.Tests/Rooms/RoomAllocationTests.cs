using System.IO.Pipelines;

namespace RoomSockets.Tests;

/// <summary>What a delivery costs the garbage collector where peers keep up: nothing.</summary>
public sealed class RoomAllocationTests
{
    private const int Members = 200;
    private const int Publishes = 1000;
    private const double MostPerDelivery = 0.05;

    [Fact]
    public async Task Flush_WarmRoom_AllocatesNothing()
    {
        await using var rig = new Rig();
        var wires = Enumerable.Range(0, Members).Select(_ => new CountingWire()).ToList();
        wires.ForEach(wire => rig.Join(wire));
        var bytes = Measure(rig, "a message of ordinary size");

        wires.Should().OnlyContain(wire => wire.Writes == 2 * Publishes);
        var perDelivery = (double)bytes / (Publishes * Members);
        perDelivery.Should().BeLessThan(MostPerDelivery, "{0} bytes were allocated for {1} deliveries", bytes, Publishes * Members);
    }

    private static long Measure(Rig rig, MessageData data)
    {
        Publish(rig, data); // warm
        var before = GC.GetAllocatedBytesForCurrentThread();
        Publish(rig, data);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Publish(Rig rig, MessageData data)
    {
        for (var i = 0; i < Publishes; i++)
        {
            if (rig.Room.TryPost(data, isNumbered: true, default, out _) != PostResult.Posted) throw new InvalidOperationException("The inbox is full.");
            rig.Room.Flush();
        }
    }

    private sealed class CountingWire : Wire
    {
        public int Writes { get; private set; }

        public override PipeReader Input { get; } = PipeReader.Create(Stream.Null);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
        {
            Writes++;
            return ValueTask.CompletedTask;
        }

        public override void Abort()
        {
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
