using System.Text.Json.Serialization;

namespace RoomSockets;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RoomMonitorSnapshot))]
internal sealed partial class MonitorJson : JsonSerializerContext;
