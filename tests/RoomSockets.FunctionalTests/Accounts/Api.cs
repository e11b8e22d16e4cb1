using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>A client of the REST API, as a program would write it.</summary>
internal sealed class Api(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(address, "/api/"), Timeout = TestApp.Patience };

    /// <summary>Goes with every request; null for none.</summary>
    public string? Token { get; set; }

    public void Dispose() => _http.Dispose();

    public Task<ApiReply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, content: null);

    public Task<ApiReply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, content: null);

    public Task<ApiReply> PostAsync(string path, object? json = null, Action<HttpRequestMessage>? configure = null) =>
        SendAsync(HttpMethod.Post, path, json is null ? null : JsonContent.Create(json), configure);

    public Task<ApiReply> PostFormAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Registers where need be, signs in, and returns the token; it goes with every request from now on.</summary>
    public async Task<string> SignInAsync(string name, string password = "a good password")
    {
        await PostAsync("register", new { username = name, password });
        var login = await PostAsync("login", new { username = name, password });
        login.Status.Should().Be(200, login.Text);
        Token = login.Json["token"]!.GetValue<string>();
        return Token;
    }

    public async Task<ApiReply> SendAsync(HttpMethod method, string path, HttpContent? content, Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.RelativeOrAbsolute)) { Content = content };
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        configure?.Invoke(request);
        using var answer = await _http.SendAsync(request);
        return new ApiReply((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.ToString(), answer.Headers.ToDictionary(header => header.Key, header => string.Join('\n', header.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>An answer, whole.</summary>
internal sealed record ApiReply(int Status, string Text, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;

    /// <summary>Of a problem: its status and stable code.</summary>
    public (int Status, string? Code) Problem => (Status, ContentType == "application/problem+json" ? Json["code"]?.GetValue<string>() : null);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
