using System.Globalization;
using System.Text;

namespace RoomSockets.Tests;

#pragma warning disable CA5394 // Chance needs no secrecy here.

/// <summary>The queue against a slow model of it: a list that is searched and counted anew for each call.</summary>
public sealed class OutboxQueueModelTests
{
    private const int MaxBytes = 200_000;
    private const int MaxMessages = 12;

    private sealed record Item(string Text, bool IsSignal, string? Key)
    {
        public int Size => Text.Length + (Text.Length < 126 ? 2 : Text.Length < 65_536 ? 4 : 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TryAdd_RandomTraffic_IsAsTheModelSays(int seed)
    {
        var blocks = Block.Outstanding;
        var random = new Random(seed);
        var queue = new OutboxQueue(MaxBytes, MaxMessages);
        List<Item> model = [];
        for (var step = 0; step < 3000; step++)
        {
            if (random.Next(5) == 0)
            {
                Take(queue, model);
            }
            else
            {
                var isSignal = random.Next(2) == 0;
                var text = step.ToString(CultureInfo.InvariantCulture).PadRight(random.Next(3) == 0 ? random.Next(70_000) : 10);
                var item = new Item(text, isSignal, isSignal && random.Next(2) == 0 ? $"k{random.Next(3)}" : null);
                Add(queue, item).Should().Be(Add(model, item), "step {0}", step);
            }

            Block.Outstanding.Should().Be(blocks + model.Count, "step {0}", step);
        }

        queue.Clear();
        Block.Outstanding.Should().Be(blocks);
    }

    private static (bool Accepted, int Dropped) Add(List<Item> model, Item item)
    {
        bool Fits() => model.Sum(one => one.Size) + item.Size <= MaxBytes && model.Count < MaxMessages;
        if (item.IsSignal)
        {
            var place = item.Key is null ? -1 : model.FindIndex(one => one.Key == item.Key);
            if (place >= 0)
            {
                var fits = model.Sum(one => one.Size) - model[place].Size + item.Size <= MaxBytes;
                if (fits) model[place] = item;
                else model.RemoveAt(place);
                return (true, fits ? 1 : 2);
            }

            if (!Fits() || model.Count > MaxMessages / 2 || model.Sum(one => one.Size) > MaxBytes / 2) return (true, 1);
            model.Add(item);
            return (true, 0);
        }

        var dropped = Fits() ? 0 : model.RemoveAll(one => one.IsSignal);
        if (!Fits()) return (false, dropped);
        model.Add(item);
        return (true, dropped);
    }

    private static (bool Accepted, int Dropped) Add(OutboxQueue queue, Item item)
    {
        var block = Block.Rent();
        block.Append(Opcode.Text, Encoding.UTF8.GetBytes(item.Text));
        var accepted = queue.TryAdd(block, new Segment(0, block.Length, 1, item.IsSignal, item.Key), 1, out var dropped);
        block.Release();
        return (accepted, dropped);
    }

    private static void Take(OutboxQueue queue, List<Item> model)
    {
        queue.TryTake(out var chunk).Should().Be(model.Count > 0);
        var texts = RigFrame.ReadAll(chunk.Bytes.ToArray()).ConvertAll(frame => frame.Text);
        chunk.Release();
        texts.Should().Equal(model.Take(texts.Count).Select(item => item.Text));
        model.RemoveRange(0, texts.Count);
    }
}
