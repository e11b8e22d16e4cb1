using RoomSockets;

namespace FastApiMiddlewareChat;

/// <summary>The lesson's two users, and whom a token stands for.</summary>
internal sealed class Users(Hs256 tokens, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private static readonly Dictionary<string, string> Passwords = new(StringComparer.Ordinal) { ["alice"] = "wonderland", ["bob"] = "builder" };

    /// <summary>The password form of OAuth 2.0 (RFC 6749, section 4.3): a token for half an hour.</summary>
    public async Task<IResult> LogInAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        string name = form["username"].ToString(), password = form["password"].ToString();
        if (Passwords.TryGetValue(name, out var known) && known == password)
            return Results.Ok(new { access_token = tokens.Issue(name, Lifetime), token_type = "bearer" });
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Json(new { detail = "Incorrect username or password" }, statusCode: StatusCodes.Status401Unauthorized);
    }

    public ValueTask<TokenResult> ValidateAsync(TokenContext context, CancellationToken cancellationToken)
    {
        if (tokens.Read(context.Token) is not var (name, expiresAt) || !Passwords.ContainsKey(name)) return new(TokenResult.Failure());
        return new(expiresAt <= time.GetUtcNow() ? TokenResult.Failure("token_expired") : TokenResult.Success(name, expiresAt: expiresAt));
    }
}
