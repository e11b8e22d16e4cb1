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

    /// <summary>Whether there are receiver filters, which want to know more of what is delivered than its bytes.</summary>
    public bool FiltersReceivers { get; set; }

    /// <summary>Who counts what is delivered; null for nobody.</summary>
    public IDeliveryMeter? Meter { get; set; }
}
