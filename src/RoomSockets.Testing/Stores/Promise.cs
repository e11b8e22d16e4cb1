namespace RoomSockets.Testing;

/// <summary>Says what a store promised when it does not keep it.</summary>
internal static class Promise
{
    public static void Holds(bool kept, string promise, object? seen)
    {
        if (!kept) throw new SpecificationFailedException(promise, Describe(seen));
    }

    public static void Equal<T>(T expected, T seen, string promise) =>
        Holds(EqualityComparer<T>.Default.Equals(expected, seen), $"{promise} ({Describe(expected)})", seen);

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> seen, string promise)
    {
        var (wanted, found) = (expected.ToList(), seen.ToList());
        Holds(wanted.SequenceEqual(found), $"{promise} ({Describe(wanted)})", found);
    }

    public static async Task ThrowsAsync<TException>(Func<Task> action, string promise)
        where TException : Exception
    {
        try
        {
            await action();
        }
        catch (TException)
        {
            return;
        }
        catch (Exception error)
        {
            throw new SpecificationFailedException($"{promise} ({typeof(TException).Name})", error.GetType().Name);
        }

        throw new SpecificationFailedException($"{promise} ({typeof(TException).Name})", "no exception");
    }

    private static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"\"{(text.Length > 200 ? text[..200] + "…" : text)}\"",
        System.Collections.IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Take(50).Select(Describe))}]",
        _ => value.ToString() ?? string.Empty,
    };
}
