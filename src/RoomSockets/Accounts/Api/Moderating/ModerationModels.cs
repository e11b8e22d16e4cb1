using System.Text.Json.Serialization;

namespace RoomSockets;

/// <summary>What moderators are answered; names on the wire are in snake_case.</summary>
internal sealed record ApiExpelled(int Connections);

internal sealed record ApiBan(long Id, string? User, string? Address, DateTime? Until, string? Reason, string? Actor, DateTime CreatedAt);

internal sealed record ApiMute(long Id, string User, DateTime? Until, string? Reason, string? Actor, DateTime CreatedAt);

internal sealed record ApiSlowMode(long Seconds);

internal sealed record ApiAuditRecord(long Id, DateTime At, string? Actor, string Action, string? Subject, string? Room, string? Detail);

/// <summary>What moderators send; described for OpenAPI, read by <see cref="ApiFields"/>.</summary>
internal sealed record ApiUserSubject(string? User, long? UserId, string? Reason);

internal sealed record ApiBanRequest(string? User, long? UserId, string? Address, DateTime? Until, long? Seconds, string? Reason);

internal sealed record ApiMuteRequest(string? User, long? UserId, DateTime? Until, long? Seconds, string? Reason);

internal sealed record ApiContent(string Content, string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiExpelled))]
[JsonSerializable(typeof(IReadOnlyList<ApiBan>))]
[JsonSerializable(typeof(IReadOnlyList<ApiMute>))]
[JsonSerializable(typeof(ApiSlowMode))]
[JsonSerializable(typeof(IReadOnlyList<ApiAuditRecord>))]
internal sealed partial class ModerationJson : JsonSerializerContext;
