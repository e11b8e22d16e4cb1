using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;

namespace RoomSockets.Benchmarks.Micro;

/// <summary>A room's drain to 1,000 members whose wires take everything at once. One operation is what one member gets: a batch.</summary>
public class DrainBenchmarks
{
    private const int Members = 1000;
    private readonly MessageData _message = MessageData.Text(new string('x', 64));
    private Room _room = null!;

    [Params(1, 32)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var options = new RoomSocketsOptions();
        var services = new ConnectionServices(TimeProvider.System, new Wheel(TimeProvider.System, NullLogger<Wheel>.Instance));
        _room = new Room("room", new RoomServices(options, services), static _ => { });
        for (var i = 0; i < Members; i++)
        {
            var connection = new Connection(new ConnectionRequest("/ws", [], QueryCollection.Empty), Identity.Anonymous, options, services);
            connection.Open(new NullWire(), new Nobody());
            _room.Members.Add(connection);
        }
    }

    [Benchmark(OperationsPerInvoke = Members)]
    public void PostAndFlush()
    {
        for (var i = 0; i < Batch; i++)
            if (_room.TryPost(_message, isNumbered: true, default, out _) != PostResult.Posted) throw new InvalidOperationException("The inbox is full.");
        _room.Flush();
    }

    private sealed class NullWire : Wire
    {
        public override PipeReader Input { get; } = PipeReader.Create(Stream.Null);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => ValueTask.CompletedTask;

        public override void Abort()
        {
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Nobody : IReceiver
    {
        public ValueTask OnMessageAsync(MessageData data) => ValueTask.CompletedTask;

        public void OnEndOfRead()
        {
        }

        public void OnClosing(CloseReason reason)
        {
        }
    }
}
