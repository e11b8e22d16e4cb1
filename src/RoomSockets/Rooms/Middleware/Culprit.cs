using System.Runtime.CompilerServices;

namespace RoomSockets;

/// <summary>Remembers whose code an exception came from: the first one that it passes on its way out.</summary>
internal static class Culprit
{
    private static readonly ConditionalWeakTable<Exception, string> Names = [];

    /// <summary>Always false, so that a filter can note what it does not catch.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="middleware">Whose it is; empty for the handler.</param>
    public static bool Note(Exception error, string middleware)
    {
        Names.TryAdd(error, middleware);
        return false;
    }

    /// <summary>Words for a log.</summary>
    public static string Of(Exception error, RoomHandler handler) =>
        Names.TryGetValue(error, out var name) && name.Length > 0 ? $"Middleware {name}" : $"Handler {handler.GetType().Name}";
}
