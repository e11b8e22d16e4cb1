using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>What the pipelines of all connections share.</summary>
internal sealed class PipelineServices(
    RoomDirectory directory,
    Membership membership,
    RoomRules rules,
    Publisher publisher,
    Directs directs,
    Histories histories,
    IServiceScopeFactory scopes,
    HandlerGuard guard,
    RoomSocketsMetrics metrics,
    TimeProvider time,
    Restrictions restrictions,
    ILogger<PipelineServices> logger)
{
    public RoomDirectory Directory { get; } = directory;

    public Membership Membership { get; } = membership;

    public RoomRules Rules { get; } = rules;

    public Restrictions Restrictions { get; } = restrictions;

    public Publisher Publisher { get; } = publisher;

    public Directs Directs { get; } = directs;

    public Histories Histories { get; } = histories;

    public IServiceScopeFactory Scopes { get; } = scopes;

    public HandlerGuard Guard { get; } = guard;

    public RoomSocketsMetrics Metrics { get; } = metrics;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;
}
