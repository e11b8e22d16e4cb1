using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace RoomSockets;

/// <summary>Writes a refusal over HTTP: a JSON problem (RFC 9457) with a stable <c>code</c>.</summary>
internal static class Problem
{
    /// <summary>How long a client is asked to stay away where nobody knows better, in seconds; random, so that many do not come back at once.</summary>
    private const int MaxRetryAfter = 5;

    public static async Task WriteAsync(HttpContext http, int status, string code, string? detail, TimeSpan? retryAfter = null, DateTimeOffset? until = null)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (retryAfter is not null || status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            var seconds = retryAfter is { } known ? (long)Math.Ceiling(Math.Max(0, known.TotalSeconds)) : Random.Shared.Next(1, MaxRetryAfter + 1);
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status", status);
        json.WriteString("code", code);
        if (detail is not null) json.WriteString("detail", detail);
        if (until is { } end) json.WriteString("until", end.UtcDateTime);
        json.WriteEndObject();
    }
}
