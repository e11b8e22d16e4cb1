namespace RoomSockets.Tests;

public sealed class ByteRingTests
{
    [Fact]
    public void Ring_AnyOrderOfOperations_HoldsWhatAListWould()
    {
        var random = new Random(20261121);
        var ring = new ByteRing();
        var model = new List<byte>();
        for (var step = 0; step < 5000; step++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            switch (random.Next(8))
            {
                case 0 when model.Count > 3000:
                    ring.Clear();
                    model.Clear();
                    break;
                case < 4:
                    ring.AddLast(bytes);
                    model.AddRange(bytes);
                    break;
                case < 6:
                    ring.AddFirst(bytes);
                    model.InsertRange(0, bytes);
                    break;
                default:
                    var count = random.Next(0, Math.Min(400, model.Count + 1));
                    ring.DropFirst(count);
                    model.RemoveRange(0, count);
                    break;
            }

            ring.Length.Should().Be(model.Count);
            var start = random.Next(0, model.Count + 1);
            var part = new byte[random.Next(0, model.Count - start + 1)];
            ring.CopyTo(start, part);
            part.AsSpan().SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(model).Slice(start, part.Length)).Should().BeTrue("step {0}", step);
        }
    }

    [Fact]
    public void CopyTo_Nothing_OfAnEmptyRing_IsNothing() => FluentActions.Invoking(() => new ByteRing().CopyTo(0, [])).Should().NotThrow();
}
