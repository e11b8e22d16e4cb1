using System.Text.Json.Serialization;

namespace RoomSockets.Client;

/// <summary>Reads frames without reflection. A null where none belongs makes a frame unreadable.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WelcomeFrame))]
[JsonSerializable(typeof(JoinedFrame))]
[JsonSerializable(typeof(MessageFrame))]
[JsonSerializable(typeof(SkipFrame))]
[JsonSerializable(typeof(RedactedFrame))]
[JsonSerializable(typeof(SignalFrame))]
[JsonSerializable(typeof(DirectFrame))]
[JsonSerializable(typeof(PresenceFrame))]
[JsonSerializable(typeof(AckFrame))]
[JsonSerializable(typeof(HistoryFrame))]
[JsonSerializable(typeof(LeftFrame))]
[JsonSerializable(typeof(GapFrame))]
[JsonSerializable(typeof(ErrorFrame))]
[JsonSerializable(typeof(ByeFrame))]
[JsonSerializable(typeof(PongFrame))]
internal sealed partial class FrameContext : JsonSerializerContext;
