using System.Text;

namespace RoomSockets.Tests;

/// <summary>An outbox over a stream that the test holds; in the end no block may be left.</summary>
public abstract class OutboxFixture : IDisposable
{
    private readonly int _start = Block.Outstanding;

    internal GatedStream Stream { get; } = new();

    internal FakeClock Clock { get; } = new();

    public void Dispose()
    {
        Stream.Dispose();
        Stream.Overlapped.Should().BeFalse("an outbox is the only writer of its stream and writes once at a time");
        Stream.Corrupted.Should().BeFalse("bytes stay as they are until their write has completed");
        Block.Outstanding.Should().Be(_start, "every block is released");
        GC.SuppressFinalize(this);
    }

    internal Outbox Create(int maxBytes = 1000, int maxMessages = 10)
    {
        var outbox = new Outbox(maxBytes, maxMessages, Clock);
        outbox.Attach(Stream);
        return outbox;
    }

    /// <summary>An outbox whose first write, "first", is pending.</summary>
    internal Outbox CreateBusy(int maxBytes = 1000, int maxMessages = 10)
    {
        var outbox = Create(maxBytes, maxMessages);
        Stream.Hold();
        Send(outbox, "first").Should().Be(SendResult.Accepted);
        return outbox;
    }

    internal static SendResult Send(Outbox outbox, string text) => Send(outbox, Encoding.UTF8.GetBytes(text));

    internal static SendResult Send(Outbox outbox, byte[] payload)
    {
        var block = Block.Rent(Opcode.Text, payload);
        var result = outbox.TrySend(block, 0, block.Length, 1);
        block.Release();
        return result;
    }
}
