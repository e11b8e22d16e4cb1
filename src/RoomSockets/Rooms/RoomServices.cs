using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace RoomSockets;

/// <summary>What all rooms of a node share.</summary>
internal sealed class RoomServices(RoomSocketsOptions options, ConnectionServices connections, Journal? journal = null, IPresenceEnricher? enricher = null, ILogger<RoomServices>? logger = null)
{
    public RoomSocketsOptions Options { get; } = options;

    public TimeProvider Time { get; } = connections.Time;

    public Wheel Wheel { get; } = connections.Wheel;

    /// <summary>Null where nothing is stored.</summary>
    public Journal? Journal { get; } = journal;

    public IPresenceEnricher? Enricher { get; } = enricher;

    public ILogger Logger { get; } = logger ?? NullLogger<RoomServices>.Instance;

    public BacklogBudget Backlogs { get; } = new(options.BacklogBytes);

    public Statuses Statuses { get; } = new();
}
