using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class ClientScriptTests
{
    [Fact]
    public async Task Get_TheClient_IsTheCommittedBuild()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapRoomSocketsClient());
        using var http = new HttpClient();

        using var answer = await http.GetAsync(Script(app)).WaitAsync(TestApp.Patience);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/javascript; charset=utf-8");
        answer.Headers.CacheControl!.NoCache.Should().BeTrue("an upgrade of the host must reach open browsers");
        (await answer.Content.ReadAsByteArrayAsync().WaitAsync(TestApp.Patience)).Should().Equal(await File.ReadAllBytesAsync(Built).WaitAsync(TestApp.Patience));
    }

    [Fact]
    public async Task Get_Compressed_IsTheSameAndSmall()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapRoomSocketsClient());
        using var http = new HttpClient();
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        var body = await http.GetByteArrayAsync(Script(app)).WaitAsync(TestApp.Patience);

        body.Length.Should().BeLessThan(6200);
        using var plain = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress)) await gzip.CopyToAsync(plain).WaitAsync(TestApp.Patience);
        plain.ToArray().Should().Equal(await File.ReadAllBytesAsync(Built).WaitAsync(TestApp.Patience));
    }

    [Fact]
    public async Task Get_WhatTheBrowserHas_IsNotSentAgain()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapRoomSocketsClient());
        using var http = new HttpClient();
        using var first = await http.GetAsync(Script(app)).WaitAsync(TestApp.Patience);
        http.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await http.GetAsync(Script(app)).WaitAsync(TestApp.Patience);

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync().WaitAsync(TestApp.Patience)).Should().BeEmpty();
    }

    [Fact]
    public async Task Head_TheClient_HasNoBody()
    {
        await using var app = await TestApp.StartAsync(static app => app.MapRoomSocketsClient());
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, Script(app));

        using var answer = await http.SendAsync(request).WaitAsync(TestApp.Patience);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.Should().Be(new FileInfo(Built).Length);
    }

    private static Uri Script(TestApp app) => new(app.Http, "/roomsockets.js");

    private static string Built
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "RoomSockets.sln"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "clients", "javascript", "dist", "roomsockets.js");
        }
    }
}
