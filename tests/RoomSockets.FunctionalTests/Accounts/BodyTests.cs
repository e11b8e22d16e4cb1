using System.Net.Http.Headers;
using System.Text;

namespace RoomSockets.FunctionalTests.Accounts;

/// <summary>What a body may look like.</summary>
public sealed class BodyTests
{
    [Theory]
    [InlineData("application/json", """{"username":"ann","password":"a good password"}""")]
    [InlineData("application/json; charset=utf-8", """ {"password" : "a good password", "username":"ann", "more":[{"a":1}] } """)]
    [InlineData("application/vnd.api+json", """{"username":"ann","password":"a good password"}""")]
    [InlineData("application/x-www-form-urlencoded", "username=ann&password=a+good%20password")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8", "password=a+good+password&username=ann&more=")]
    public async Task Body_OfEitherKind_IsRead(string type, string body)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        (await PostAsync(api, "register/", type, body)).Status.Should().Be(201);
        (await PostAsync(api, "login/", type, body)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("application/json", "{", 400, "bad_value")]
    [InlineData("application/json", "[]", 400, "bad_value")]
    [InlineData("application/json", "{} {}", 400, "bad_value")]
    [InlineData("application/json", """{"username":5,"password":"a good password"}""", 400, "bad_value")]
    [InlineData("application/json", """{"username":"a","username":"b","password":"a good password"}""", 400, "bad_value")]
    [InlineData("application/json", """{"username":"\ud800","password":"a good password"}""", 400, "bad_value")]
    [InlineData("application/json", """{"username":"ann","password":"a good password","session":"yes"}""", 400, "bad_value")]
    [InlineData("application/x-www-form-urlencoded", "username=a&username=b&password=c", 400, "bad_value")]
    [InlineData("text/plain", "username=ann", 415, "unsupported_media_type")]
    [InlineData("multipart/form-data; boundary=x", "--x--", 415, "unsupported_media_type")]
    [InlineData(null, "username=ann", 415, "unsupported_media_type")]
    public async Task Body_ThatCannotBeRead_IsAProblem(string? type, string body, int status, string code)
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        var reply = await PostAsync(api, "login", type, body);

        reply.Problem.Should().Be((status, code));
    }

    [Fact]
    public async Task Body_LargerThanTheBound_IsRefusedWhileItIsRead()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);

        (await PostAsync(api, "login", "application/json", $$"""{"username":"{{new string('x', 16 * 1024)}}"}""")).Problem.Should().Be((413, "too_large"));
        var endless = new StreamContent(new MemoryStream(new byte[17 * 1024]));
        endless.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await api.SendAsync(HttpMethod.Post, "login", endless, request => request.Headers.TransferEncodingChunked = true)).Problem.Should().Be((413, "too_large"), "it has no length to go by");
    }

    [Fact]
    public async Task Body_OfManyValuesOrDepth_IsRefused()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var deep = string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40));

        (await PostAsync(api, "login", "application/json", $$"""{"a":{{deep}}}""")).Problem.Should().Be((400, "bad_value"));
        (await PostAsync(api, "login", "application/json", "{" + string.Join(',', Enumerable.Range(0, 33).Select(i => $"\"{i}\":1")) + "}")).Problem.Should().Be((400, "bad_value"));
        (await PostAsync(api, "login", "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 33).Select(i => $"a{i}=1")))).Problem.Should().Be((400, "bad_value"));
    }

    private static Task<ApiReply> PostAsync(Api api, string path, string? type, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return api.SendAsync(HttpMethod.Post, path, content);
    }
}
