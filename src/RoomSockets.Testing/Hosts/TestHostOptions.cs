using Microsoft.AspNetCore.Builder;

namespace RoomSockets.Testing;

/// <summary>How to start a <see cref="RoomSocketsTestHost"/>.</summary>
public sealed record TestHostOptions
{
    /// <summary>
    /// The clock of the host's rooms and connections. With one, nothing times out, is pinged or expires until the test moves it. A
    /// connection is dead when <see cref="RoomSocketsOptions.DeadAfter"/> (45 s) passes at once: its pong takes real time. Raise the
    /// option where a test leaps further.
    /// </summary>
    /// <value>null: the system's</value>
    public TestClock? Clock { get; init; }

    /// <summary>Changes the application before it is built: services, configuration, logging, Kestrel.</summary>
    /// <value>null</value>
    public Action<WebApplicationBuilder>? Configure { get; init; }

    /// <summary>How long the host may take to start, and its connections wait for what is expected, real time. More than zero.</summary>
    /// <value>15 s</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);
}
