namespace RoomSockets.Benchmarks;

/// <summary>Ends this process when the one that started it is gone, however that ended: its end of our standard input closes.</summary>
internal static class LifeLine
{
    public static void Watch() => new Thread(static () =>
    {
        while (Console.In.Read() >= 0)
        {
        }

        Environment.Exit(0);
    })
    { IsBackground = true, Name = "life line" }.Start();
}
