using System.Text.Json;

namespace RoomSockets.Client;

internal sealed record UserPart
{
    public required string Id { get; init; }
    public string? Name { get; init; }
}

internal sealed record LimitsPart
{
    public long? MaxBytes { get; init; }
}

/// <summary>One item of <c>messages</c>.</summary>
internal sealed record MessagePart
{
    public required long Offset { get; init; }
    public UserPart? From { get; init; }
    public string? Key { get; init; }
    public JsonElement Data { get; init; }
    public string? At { get; init; }
    public bool Deleted { get; init; }
}

internal sealed record PresencePart
{
    public int Count { get; init; }
    public IReadOnlyList<PresentPart>? Users { get; init; }
}

internal sealed record PresentPart
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public int Devices { get; set; } = 1;
    public string Status { get; set; } = "online";
    public JsonElement Info { get; init; }
}

internal sealed record AbsentPart
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public string? LastSeen { get; init; }
}
