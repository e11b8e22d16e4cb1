using System.IO.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

public sealed class MiddlewareCostTests
{
    private const int Messages = 10_000;

    /// <summary>With a handler that does nothing: what is measured is the way to it.</summary>
    [Fact]
    public void Message_WithoutMiddleware_AllocatesNothing() => Measure(null, new SilentHandler()).Should().Be(0);

    [Fact]
    public void Message_ThroughALambda_AllocatesNothing() =>
        Measure(static rooms => rooms.AddRoomMiddleware(static (message, next) => next(message)), new SilentHandler()).Should().Be(0);

    [Fact]
    public void Message_ThroughSeveral_AllocatesNothing() =>
        Measure(
            static rooms =>
            {
                for (var i = 0; i < 3; i++) rooms.AddRoomMiddleware(static (message, next) => message.IsText ? next(message) : ValueTask.CompletedTask);
                rooms.AddRoomMiddleware(new JoinCounter());
            },
            new SilentHandler()).Should().Be(0);

    /// <summary>Through the room and back to the sender: a build for debugging makes objects of what waits, with middleware and without.</summary>
    [Fact]
    public void Message_ThatIsRelayedThroughALambda_CostsWhatItCostsWithout()
    {
        var without = Measure(null, new RelayHandler());

        Measure(static rooms => rooms.AddRoomMiddleware(static (message, next) => next(message)), new RelayHandler()).Should().Be(without);
    }

    [Fact]
    public void Lambda_InTheChain_TakesPartInMessagesAlone()
    {
        using var steps = new Steps(static rooms => rooms.AddRoomMiddleware(static (message, next) => next(message)));

        var chain = steps.Application!;

        chain.Message.Should().NotBeNull();
        new object?[] { chain.Connecting, chain.Connected, chain.Joining, chain.Joined, chain.Publishing, chain.Left, chain.Disconnected, chain.Filter }.Should().AllSatisfy(static step => step.Should().BeNull());
    }

    [Fact]
    public void Application_WithNothingAdded_HasNoChain()
    {
        using var steps = new Steps();

        steps.Application.Should().BeNull();
    }

    /// <summary>Bytes per message.</summary>
    private static long Measure(Action<IRoomSocketsBuilder>? add, RoomHandler handler)
    {
        using var steps = new Steps(rooms =>
        {
            rooms.Services.AddRoomSockets(static options => options.MessagesPerSecond = 0);
            add?.Invoke(rooms);
        });
        var wire = new CountingWire();
        var (receiver, connection) = steps.Open(wire, handler);
        var message = MessageData.Received("hello"u8.ToArray(), isBinary: false);
        for (var i = 0; i < 200; i++) Say(receiver, message);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < Messages; i++) Say(receiver, message);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (handler is SilentHandler silent) silent.Messages.Should().Be(Messages + 200);
        else wire.Bytes.Should().Be((Messages + 200) * 7, "each of them was relayed");
        connection.Close();
        return allocated / Messages;
    }

    private static void Say(IReceiver receiver, MessageData message)
    {
        if (!receiver.OnMessageAsync(message).AsTask().IsCompletedSuccessfully) throw new InvalidOperationException("It should be done at once.");
        receiver.OnEndOfRead();
    }

    private sealed class SilentHandler : RoomHandler
    {
        public int Messages { get; private set; }

        public override ValueTask OnMessageAsync(MessageContext message)
        {
            Messages++;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class JoinCounter : IRoomMiddleware
    {
        public ValueTask OnJoiningAsync(JoiningContext context, RoomStep<JoiningContext> next) => next(context);
    }

    private sealed class CountingWire : Wire
    {
        public int Bytes { get; private set; }

        public override PipeReader Input { get; } = PipeReader.Create(Stream.Null);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
        {
            Bytes += frames.Length;
            return ValueTask.CompletedTask;
        }

        public override void Abort()
        {
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
