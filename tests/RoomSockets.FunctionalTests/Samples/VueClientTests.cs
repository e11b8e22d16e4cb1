using System.Net;

namespace RoomSockets.FunctionalTests.Samples;

/// <summary>How MinimalHost serves the client that was built into its web root; the files of these tests stand for it.</summary>
public sealed class VueClientTests : IDisposable
{
    private const string Script = "/assets/index-0123abcd.js";

    private readonly DirectoryInfo _webRoot = Directory.CreateTempSubdirectory("roomsockets-web-");

    public VueClientTests()
    {
        _webRoot.CreateSubdirectory("assets");
        File.WriteAllText(Path.Combine(_webRoot.FullName, "index.html"), $"<!doctype html><script type=\"module\" src=\"{Script}\"></script>");
        File.WriteAllText(_webRoot.FullName + Script, "document.title = 'built';");
    }

    public void Dispose() => _webRoot.Delete(recursive: true);

    [Fact]
    public async Task Output_FromStartToStop_IsOneLine()
    {
        await using var host = await StartAsync();

        await host.StopAsync();

        host.Lines.Should().ContainSingle().Which.Should().Contain(": open http://127.0.0.1:");
    }

    [Fact]
    public async Task Page_AtTheRoot_IsServedUnderAStrictPolicyAndAskedForAgain()
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative));

        (await answer.Content.ReadAsStringAsync()).Should().Contain(Script);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        answer.Headers.ETag.Should().NotBeNull();
        Header(answer, "Cache-Control").Should().Be("no-cache");
        Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
        var policy = Header(answer, "Content-Security-Policy");
        policy.Split("; ").Should().Contain([
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        ]);
        policy.Should().NotContainAny("*", "http:", "https:", "unsafe");
    }

    [Fact]
    public async Task Asset_WithAHashInItsName_IsKeptForEver()
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await http.GetAsync(new Uri(Script, UriKind.Relative));

        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/javascript");
        Header(answer, "Cache-Control").Should().Be("public, max-age=31536000, immutable");
        Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
    }

    [Theory]
    [InlineData("/assets/index-gone.js")]
    [InlineData("/unknown")]
    [InlineData("/assets/../appsettings.json")]
    [InlineData("/..%2fappsettings.json")]
    public async Task File_ThatIsNotInTheWebRoot_IsNotFound(string path)
    {
        await using var host = await StartAsync();
        using var http = host.CreateClient();

        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Should().ContainSingle().Subject;

    private Task<SampleHost> StartAsync() => SampleHost.StartAsync("MinimalHost", "--Database=Memory", "--webroot", _webRoot.FullName);
}
