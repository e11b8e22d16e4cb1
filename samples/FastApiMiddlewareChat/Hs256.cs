using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastApiMiddlewareChat;

/// <summary>
/// JSON Web Tokens that are signed with HMAC SHA-256 (RFC 7519, RFC 7518 section 3.2), just enough for a lesson. In an application
/// take the package Microsoft.AspNetCore.Authentication.JwtBearer; RoomSockets then needs one line, UseAuthenticationScheme("Bearer"):
/// <code>
/// builder.Services.AddAuthentication("Bearer").AddJwtBearer(options => options.TokenValidationParameters = …);
/// builder.Services.AddRoomSockets().UseAuthenticationScheme("Bearer");
/// </code>
/// </summary>
internal sealed class Hs256(byte[] key, TimeProvider time)
{
    // The only header that is accepted: whoever lets the token choose its algorithm lets it choose "none".
    private static readonly string Header = Encode("""{"alg":"HS256","typ":"JWT"}"""u8);

    public string Issue(string subject, TimeSpan lifetime)
    {
        var claims = new Claims(subject, (time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        var content = $"{Header}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims, ClaimsJson.Default.Claims))}";
        return $"{content}.{Encode(Sign(content))}";
    }

    /// <summary>Who it is for and when it ends; null where it is not ours, or has no subject or end.</summary>
    public (string Subject, DateTimeOffset ExpiresAt)? Read(string token)
    {
        var parts = token.Split('.', 4);
        if (parts is not [var header, var payload, var signature] || !IsOurs(header)) return null;
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Sign($"{header}.{payload}"), Base64Url.DecodeFromChars(signature))) return null;
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(payload), ClaimsJson.Default.Claims) is { Subject.Length: > 0, Expires: > 0 } claims
                ? (claims.Subject, DateTimeOffset.FromUnixTimeSeconds(claims.Expires))
                : null;
        }
        catch (Exception error) when (error is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static bool IsOurs(string header)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
            return document.RootElement.TryGetProperty("alg", out var algorithm) && algorithm.ValueEquals("HS256");
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private byte[] Sign(string content) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(content));
}

/// <summary>What a token says: for whom, and until when in seconds since 1970.</summary>
internal sealed record Claims([property: JsonPropertyName("sub")] string? Subject, [property: JsonPropertyName("exp")] long Expires);

[JsonSerializable(typeof(Claims))]
internal sealed partial class ClaimsJson : JsonSerializerContext;
