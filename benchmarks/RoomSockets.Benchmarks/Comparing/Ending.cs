using System.Runtime.InteropServices;

namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Ends the processes that this one started, however this one ends.</summary>
internal sealed class Ending : IDisposable
{
    private readonly PosixSignalRegistration _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static _ => Leave());
    private readonly PosixSignalRegistration _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Leave());

    private Ending() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Child.EndAll();

    public static Ending Watch() => new();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        Child.EndAll();
    }

    private static void Leave()
    {
        Child.EndAll();
        Environment.Exit(130);
    }
}
