using System.Text.Json;

namespace RoomSockets.Client;

/// <summary>One frame of the server.</summary>
/// <remarks>What has a default is set, not initialised: generated code initialises what is absent, too, and with null.</remarks>
internal abstract record ServerFrame
{
    /// <summary>The number of the request that it answers; null when it answers none.</summary>
    public long? Id { get; init; }
}

internal sealed record WelcomeFrame : ServerFrame
{
    public string? Connection { get; init; }
    public UserPart? User { get; init; }
    public LimitsPart? Limits { get; init; }
    public double? TokenExpiresIn { get; init; }
}

internal sealed record JoinedFrame : ServerFrame
{
    public required string Room { get; init; }
    public required long Offset { get; init; }
    public string Epoch { get; set; } = string.Empty;
    public bool? Recovered { get; init; }
    public IReadOnlyList<MessagePart> Messages { get; set; } = [];
    public PresencePart? Presence { get; init; }
}

internal sealed record MessageFrame : ServerFrame
{
    public required string Room { get; init; }
    public required long Offset { get; init; }
    public UserPart? From { get; init; }
    public string? Key { get; init; }
    public JsonElement Data { get; init; }
    public string? At { get; init; }
}

internal sealed record SkipFrame : ServerFrame
{
    public required string Room { get; init; }
    public required long Offset { get; init; }
}

internal sealed record RedactedFrame : ServerFrame
{
    public required string Room { get; init; }
    public required long Offset { get; init; }
    public JsonElement Data { get; init; }
}

internal sealed record SignalFrame : ServerFrame
{
    public string? Room { get; init; }
    public required string Name { get; init; }
    public UserPart? From { get; init; }
    public JsonElement Data { get; init; }
}

internal sealed record DirectFrame : ServerFrame
{
    public UserPart? From { get; init; }
    public required string To { get; init; }
    public long Offset { get; init; }
    public string? Key { get; init; }
    public JsonElement Data { get; init; }
    public string? At { get; init; }
}

internal sealed record PresenceFrame : ServerFrame
{
    public required string Room { get; init; }
    public IReadOnlyList<PresentPart>? Joined { get; init; }
    public IReadOnlyList<AbsentPart>? Left { get; init; }
    public IReadOnlyList<PresentPart>? Changed { get; init; }
    public int? Count { get; init; }
}

internal sealed record AckFrame : ServerFrame
{
    public long Offset { get; init; }
    public bool Duplicate { get; init; }
    public double? TokenExpiresIn { get; init; }
}

internal sealed record HistoryFrame : ServerFrame
{
    public IReadOnlyList<MessagePart> Messages { get; set; } = [];
    public bool More { get; init; }
}

internal sealed record LeftFrame : ServerFrame
{
    public required string Room { get; init; }
    public string? Reason { get; init; }
    public string? Until { get; init; }
}

internal sealed record GapFrame : ServerFrame
{
    public required string Room { get; init; }
}

internal sealed record ErrorFrame : ServerFrame
{
    public string? Room { get; init; }
    public required string Code { get; init; }
    public string? Message { get; init; }
    public string? Field { get; init; }
    public bool Temporary { get; init; }
    public double? RetryAfterMs { get; init; }
    public string? Until { get; init; }
}

internal sealed record ByeFrame : ServerFrame
{
    public int Code { get; init; }
    public string? Reason { get; init; }
    public bool? Reconnect { get; init; }
    public double? RetryAfterMs { get; init; }
}

/// <summary>Only says that the connection is alive, which every frame does.</summary>
internal sealed record PongFrame : ServerFrame;
