using System.Collections.Concurrent;

namespace RoomSockets;

/// <summary>Does something for every member of a large room, over the cores.</summary>
internal static class Spread
{
    private const int Above = 4096;

    /// <summary>Whether the members are so many that spreading gives more than it costs.</summary>
    public static bool Pays(int members) => members > Above && Environment.ProcessorCount > 1;

    /// <summary>Each member belongs to one part, and the next batch begins when all parts are done: the order holds for everybody.</summary>
    public static void Over<T>(T[] members, Action<T> action) =>
        Parallel.ForEach(Partitioner.Create(0, members.Length, Above / 4), part =>
        {
            for (var i = part.Item1; i < part.Item2; i++) action(members[i]);
        });
}
