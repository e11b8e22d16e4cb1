using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Register, log in, log out, who am I, and the tokens of a user.</summary>
internal sealed class AccountEndpoints(AccountService accounts, SessionCookie cookie, IOptions<AccountOptions> options)
{
    private const string Tag = "Accounts";

    public void Map(ApiGroup api)
    {
        api.Map(new("register", "POST", "/register", Tag, "Creates a user.", typeof(ApiMessage), 201, typeof(ApiCredentials)) { Refusals = [400, 403, 429] }, RegisterAsync);
        api.Map(new("login", "POST", "/login", Tag, "Issues a token; with session:true it is set as a cookie, too.", typeof(ApiToken), 200, typeof(ApiCredentials)) { Refusals = [400, 401, 403, 429] }, LoginAsync);
        api.Map(new("logout", "POST", "/logout", Tag, "Revokes a token and closes its sockets; without a body the one of the cookie or of the Authorization header.", typeof(string), 200, typeof(ApiToken)) { IsForBanned = true }, LogoutAsync);
        api.MapForUser(new("me", "GET", "/me", Tag, "Who calls.", typeof(ApiUser)), static (http, caller) =>
            ApiGroup.WriteAsync(http, new ApiUser(caller.User.Id, caller.User.Name), ApiJson.Default.ApiUser));
        api.MapForUser(new("tokens", "GET", "/tokens", Tag, "The caller's tokens, without their keys.", typeof(IReadOnlyList<ApiTokenRecord>)), TokensAsync);
        api.MapForUser(new("revoke", "DELETE", "/tokens/{id}", Tag, "Revokes one of the caller's tokens and closes its sockets.", typeof(string)) { Refusals = [404] }, RevokeAsync);
    }

    private async Task RegisterAsync(HttpContext http)
    {
        var fields = await ApiFields.ReadAsync(http);
        var answer = await accounts.RegisterAsync(fields.Text("username"), fields.Text("password"), http.Connection.RemoteIpAddress, http.RequestAborted);
        if (answer.Refusal is { } refusal) throw ApiException.From(refusal);
        await ApiGroup.WriteAsync(http, new ApiMessage("User created successfully"), ApiJson.Default.ApiMessage, StatusCodes.Status201Created);
    }

    private async Task LoginAsync(HttpContext http)
    {
        var fields = await ApiFields.ReadAsync(http);
        var isSession = fields.Flag("session");
        var answer = await accounts.LoginAsync(fields.Text("username"), fields.Text("password"), http.Connection.RemoteIpAddress, http.RequestAborted);
        if (answer.Value is not { } token) throw ApiException.From(answer.Refusal!);
        if (isSession) cookie.Set(http, token.Text, options.Value.SlidingTokens ? null : options.Value.TokenLifetime);
        await ApiGroup.WriteAsync(http, new ApiToken(token.Text), ApiJson.Default.ApiToken);
    }

    private async Task LogoutAsync(HttpContext http)
    {
        var fields = await ApiFields.ReadAsync(http);
        var (asked, kept) = (fields.AnyText("token"), cookie.Read(http));
        var token = asked ?? kept ?? FromHeader(http.Request);
        // First: whoever leaves is out here, whether the store hears of it or not. A cookie of the same token would only be in the way.
        if (kept is not null && (asked is null || asked == kept)) cookie.Clear(http);
        await accounts.LogoutAsync(token, http.RequestAborted);
        await ApiGroup.WriteAsync(http, "ok", ApiJson.Default.String);
    }

    private async Task TokensAsync(HttpContext http, Caller caller)
    {
        var tokens = await accounts.GetTokensAsync(caller.User.Id, http.RequestAborted);
        IReadOnlyList<ApiTokenRecord> answer = [.. tokens.Select(static token =>
            new ApiTokenRecord(token.Id, token.CreatedAt.UtcDateTime, token.ExpiresAt?.UtcDateTime, token.LastUsedAt.UtcDateTime))];
        await ApiGroup.WriteAsync(http, answer, ApiJson.Default.IReadOnlyListApiTokenRecord);
    }

    private async Task RevokeAsync(HttpContext http, Caller caller)
    {
        if (!long.TryParse(http.Request.RouteValues["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !await accounts.RevokeAsync(caller.User.Id, id, http.RequestAborted))
            throw new ApiException(StatusCodes.Status404NotFound, "no_such_token", "You have no such token.");
        await ApiGroup.WriteAsync(http, "ok", ApiJson.Default.String);
    }

    private static string? FromHeader(HttpRequest request) => request.Headers.Authorization is [{ } value] && value.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
        ? value[(space + 1)..].Trim()
        : null;
}
