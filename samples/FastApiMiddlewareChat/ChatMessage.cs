using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FastApiMiddlewareChat;

/// <summary>The message format of <c>/json/{room}</c>: what is said to the room, whispered to one user, or one's status.</summary>
internal sealed record ChatMessage(
    [property: Required, AllowedValues("say", "whisper", "status")] string Kind,
    [property: Required, MaxLength(500)] string Text,
    [property: MaxLength(64)] string? To = null);

/// <summary>What the others see of it.</summary>
internal sealed record ChatEvent(string Kind, string? From, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatMessage))]
[JsonSerializable(typeof(ChatEvent))]
internal sealed partial class ChatJson : JsonSerializerContext;
