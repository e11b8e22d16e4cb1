using System.Buffers;
using System.IO.Pipelines;

namespace RoomSockets.Tests;

public sealed class PipeWireTests : IDuplexPipe
{
    private readonly Pipe _in = new();
    private readonly Pipe _out = new(new PipeOptions(pauseWriterThreshold: 100, resumeWriterThreshold: 50, useSynchronizationContext: false));
    private int _aborted;

    public PipeReader Input => _in.Reader;

    public PipeWriter Output => _out.Writer;

    [Fact]
    public async Task WriteAsync_BelowThePipesBound_IsFlushedAtOnce()
    {
        var write = Create().WriteAsync(new byte[] { 1, 2 });

        write.IsCompletedSuccessfully.Should().BeTrue();
        await write.Soon();
        (await _out.Reader.ReadAsync().Soon()).Buffer.ToArray().Should().Equal(1, 2);
    }

    [Fact]
    public async Task WriteAsync_AboveThePipesBound_WaitsForTheServerToRead()
    {
        var bytes = RigFrame.Noise(200);
        var write = Create().WriteAsync(bytes).AsTask();
        write.IsCompleted.Should().BeFalse();

        var result = await _out.Reader.ReadAsync().Soon();
        result.Buffer.ToArray().Should().Equal(bytes);
        _out.Reader.AdvanceTo(result.Buffer.End);

        await write.Soon();
    }

    [Fact]
    public async Task WriteAsync_ServerHasStopped_Throws()
    {
        await _out.Reader.CompleteAsync().Soon();

        await FluentActions.Awaiting(() => Create().WriteAsync(new byte[1]).Soon()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task WriteAsync_ServerStopsMeanwhile_Throws()
    {
        var write = Create().WriteAsync(new byte[200]).AsTask();

        await _out.Reader.CompleteAsync().Soon();

        await FluentActions.Awaiting(() => write.Soon()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task WriteAsync_FlushIsCanceled_Throws()
    {
        var write = Create().WriteAsync(new byte[200]).AsTask();

        Output.CancelPendingFlush();

        await FluentActions.Awaiting(() => write.Soon()).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task WriteAsync_OverAnOutbox_KeepsOrder()
    {
        await using var rig = new Rig();
        var connection = rig.Open(Create());
        for (var i = 0; i < 100; i++) connection.Post($"{i}");
        List<byte> read = [];
        while (RigFrame.ReadAll([.. read]).Count < 100)
        {
            var result = await _out.Reader.ReadAsync().Soon();
            read.AddRange(result.Buffer.ToArray());
            _out.Reader.AdvanceTo(result.Buffer.End);
        }

        RigFrame.ReadAll([.. read]).Select(frame => frame.Text).Should().Equal(Enumerable.Range(0, 100).Select(i => $"{i}"));
        await connection.Outbox.WhenIdleAsync().Soon();
    }

    [Fact]
    public async Task DisposeAsync_ThePipes_StayTheServers()
    {
        var wire = Create();
        wire.Input.Should().BeSameAs(Input);
        wire.Abort();
        await wire.DisposeAsync().Soon();

        _aborted.Should().Be(1);
        (await Output.WriteAsync(new byte[1]).Soon()).IsCompleted.Should().BeFalse();
        (await _in.Writer.WriteAsync(new byte[1]).Soon()).IsCompleted.Should().BeFalse();
    }

    private PipeWire Create() => new(this, () => _aborted++);
}
