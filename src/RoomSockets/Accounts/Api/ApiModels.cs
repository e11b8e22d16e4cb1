using System.Text.Json.Serialization;

namespace RoomSockets;

/// <summary>What the API answers; names on the wire are in snake_case.</summary>
internal sealed record ApiMessage(string Message);

internal sealed record ApiToken(string Token);

internal sealed record ApiTicket(string Ticket, int ExpiresIn);

internal sealed record ApiUser(long Id, string Username);

internal sealed record ApiRoom(long Id, string Name, IReadOnlyList<ApiUser> Users);

internal sealed record ApiAlert(long Id, string Content, DateTime CreatedAt, long? UserId, long RoomId);

internal sealed record ApiTokenRecord(long Id, DateTime CreatedAt, DateTime? ExpiresAt, DateTime LastUsedAt);

/// <summary>What the API takes; described for OpenAPI, read by <see cref="ApiFields"/>.</summary>
internal sealed record ApiCredentials(string Username, string Password, bool? Session);

internal sealed record ApiRoomName(string Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiMessage))]
[JsonSerializable(typeof(ApiToken))]
[JsonSerializable(typeof(ApiTicket))]
[JsonSerializable(typeof(ApiUser))]
[JsonSerializable(typeof(ApiRoom))]
[JsonSerializable(typeof(IReadOnlyList<ApiRoom>))]
[JsonSerializable(typeof(ApiAlert))]
[JsonSerializable(typeof(IReadOnlyList<ApiAlert>))]
[JsonSerializable(typeof(IReadOnlyList<ApiTokenRecord>))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
