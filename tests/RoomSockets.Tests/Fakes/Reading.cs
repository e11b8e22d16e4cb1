using System.Text;

namespace RoomSockets.Tests;

/// <summary>What a reader made of some bytes, in a form that can be compared.</summary>
internal sealed record Outcome(IncomingKind Kind, string Payload, int Code = 0, string Reason = "")
{
    public static Outcome Of(in Incoming incoming) =>
        new(incoming.Kind, Encoding.Latin1.GetString(incoming.Payload.Span), incoming.Reason?.Code ?? 0, incoming.Reason?.Text ?? string.Empty);
}

/// <summary>Feeds bytes to a reader as they arrive, until they end or the conversation does.</summary>
internal static class Reading
{
    public static List<Outcome> All(byte[] bytes, int maxBytes = 65_536, int maxFragments = 1024, Func<int>? chunk = null)
    {
        using var reader = new MessageReader(maxBytes, maxFragments);
        List<Outcome> outcomes = [];
        var arrived = new byte[bytes.Length];
        var (start, end) = (0, 0);
        while (end < bytes.Length)
        {
            var count = Math.Min(chunk?.Invoke() ?? bytes.Length, bytes.Length - end);
            bytes.AsSpan(end, count).CopyTo(arrived.AsSpan(end));
            end += count;
            int consumed;
            do
            {
                var incoming = reader.Read(arrived.AsMemory(start, end - start), out consumed);
                start += consumed;
                if (incoming.Kind == IncomingKind.NeedMore) continue;
                outcomes.Add(Outcome.Of(incoming));
                if (incoming.Kind is IncomingKind.Fault or IncomingKind.Close) return outcomes;
            }
            while (consumed > 0);
        }

        return outcomes;
    }

    public static Outcome Single(params byte[][] frames) => All([.. frames.SelectMany(frame => frame)]).Should().ContainSingle().Subject;

    public static Outcome Last(params byte[][] frames) => All([.. frames.SelectMany(frame => frame)])[^1];
}
