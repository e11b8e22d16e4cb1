using System.Text.Json;

namespace RoomSockets.Testing;

/// <summary>Tokens that are not good: each is refused with 403, and none makes the validator fail.</summary>
internal static class BadTokenCases
{
    private const int Long = 4000;

    public static ValidatorCase[] All { get; } =
    [
        new("Bad: a good one that was altered", AlteredAsync),
        new("Bad: what strangers send", StrangeAsync),
        new("Bad: expired", ExpiredAsync),
        new("Bad: does not end a live connection, and does not renew it", DoesNotRenewAsync),
    ];

    private static async Task AlteredAsync(ValidatorHost host)
    {
        foreach (var token in Alter(host.Validator.Good).Distinct(StringComparer.Ordinal).Where(token => token != host.Validator.Good))
            await host.RefusesAsync(token, "a token that was altered is refused with 403");
    }

    private static async Task StrangeAsync(ValidatorHost host)
    {
        string[] tokens =
        [
            "x", " ", "\0", "null", "true", "%00", "../../etc", "' OR '1'='1", "{\"alg\":\"none\"}", "__proto__",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9.", "a.b.c", "...", "🔑", "\uFEFF", "\r\nX: y", new('a', Long), new('.', Long),
        ];
        foreach (var token in tokens) await host.RefusesAsync(token, $"'{Sightings.Cut(token)}' is refused with 403");
    }

    private static async Task ExpiredAsync(ValidatorHost host)
    {
        if (host.Validator.Expired is { } expired) await host.RefusesAsync(expired, "an expired token is refused with 403");
    }

    private static async Task DoesNotRenewAsync(ValidatorHost host)
    {
        await using var connection = await host.ConnectAsync(host.Validator.Good);
        await connection.SendAsync($$"""{"type":"auth","id":1,"token":{{JsonSerializer.Serialize(host.Validator.Good + "x")}}}""");
        var answer = await connection.ExpectAsync(static message => message.Type is "ack" or "error");

        Promise.Equal("error", answer.Type, "a bad token does not renew a connection");
        await connection.SendAsync("""{"type":"ping","id":2}""");
        await connection.ExpectTypeAsync("pong");
    }

    private static IEnumerable<string> Alter(string token)
    {
        yield return token[..^1];
        yield return token[1..];
        yield return token[..(token.Length / 2)];
        yield return token + "x";
        yield return token + token;
        yield return token + "\0";
        yield return string.Concat(token.Reverse());
        yield return string.Concat(token.Select(static character => char.IsUpper(character) ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character)));
        // The last character of encoded bytes may have unused bits; the first has none.
        yield return (token[0] == 'A' ? 'B' : 'A') + token[1..];
    }
}
