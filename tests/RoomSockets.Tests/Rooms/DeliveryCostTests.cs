using System.IO.Pipelines;
using System.Text;

namespace RoomSockets.Tests;

public sealed class DeliveryCostTests : IDisposable
{
    private readonly World _world = new(options => options.MaxRooms = 10);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Flush_WarmRoom_AllocatesNothingPerDelivery()
    {
        const int Members = 200;
        const int Publishes = 1000;
        var room = Fill(Members, out var wires);
        MessageData message = "hello";
        for (var i = 0; i < 100; i++) Publish(room, message);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < Publishes; i++) Publish(room, message);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        wires.Should().OnlyContain(wire => wire.Writes == Publishes + 100);
        (allocated / (double)(Members * Publishes)).Should().BeLessThan(0.05, "{0} bytes were allocated in {1} publishes to {2} members", allocated, Publishes, Members);
    }

    [Fact]
    public void Flush_RoomThatIsSpreadOverTheCores_KeepsTheOrderForEachMember()
    {
        const int Members = 5000;
        const int Publishes = 20;
        var room = Fill(Members, out var wires);

        for (var i = 0; i < Publishes; i++) Publish(room, $"{i:00}");

        wires.Should().OnlyContain(wire => wire.Writes == Publishes && wire.InOrder);
    }

    private Room Fill(int members, out List<CountingWire> wires)
    {
        wires = [];
        for (var i = 0; i < members; i++)
        {
            var entry = _world.Add();
            wires.Add(new CountingWire());
            entry.Connection.Open(wires[^1], new QuietReceiver());
            _world.Directory.Join(entry, "r").Should().Be(JoinResult.Joined);
        }

        return _world.Rooms.Find("r")!;
    }

    private static void Publish(Room room, MessageData message)
    {
        if (room.TryPost(message, isNumbered: true, default, out _) != PostResult.Posted) throw new InvalidOperationException("The inbox is full.");
        room.Flush();
    }

    /// <summary>Takes everything at once, and notices numbers that do not rise.</summary>
    private sealed class CountingWire : Wire
    {
        private int _last = -1;

        public int Writes { get; private set; }

        public bool InOrder { get; private set; } = true;

        public override PipeReader Input { get; } = PipeReader.Create(Stream.Null);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
        {
            Writes++;
            if (frames.Length == 4)
            {
                var number = int.Parse(Encoding.ASCII.GetString(frames.Span[2..]), System.Globalization.CultureInfo.InvariantCulture);
                InOrder &= number == _last + 1;
                _last = number;
            }

            return ValueTask.CompletedTask;
        }

        public override void Abort()
        {
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
