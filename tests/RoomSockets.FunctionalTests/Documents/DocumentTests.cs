using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Interop;

namespace RoomSockets.FunctionalTests.Documents;

public sealed class DocumentTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md",
        .. Directory.GetFiles(Path.Combine(Tools.Root, "docs"), "*.md").Select(file => Path.GetRelativePath(Tools.Root, file)),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void CSharp_InADocument_IsCompiledCode(string path)
    {
        var folder = Path.Combine(Tools.Root, "tests/RoomSockets.FunctionalTests/Documents");
        var compiled = string.Concat(Directory.GetFiles(folder, "*Snippets.cs").Select(file => Lines(File.ReadAllText(file))));

        foreach (var block in Document.Read(path).Blocks("csharp")) compiled.Should().Contain(Lines(block), "{0} shows it", path);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_InADocument_LeadSomewhere(string path)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Tools.Root, path))!;
        var links = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(Path.Combine(Tools.Root, path)), @"\]\((?!https?:)([^)#]+)");

        foreach (var target in links.Select(link => Path.Combine(folder, link.Groups[1].Value)))
            (File.Exists(target) || Directory.Exists(target)).Should().BeTrue("{0} links to {1}", path, target);
    }

    [Fact]
    public async Task Chat_OfTheReadme_Works()
    {
        await using var app = await TestApp.StartAsync(map => map.MapRoomSockets<Chat>("/ws/{room}"),
            rooms => rooms.AddTokenValidator<ApiKeyValidator>().Services.AddSingleton<ApiKeys>());
        await using var ann = await app.ConnectAsync("/ws/lobby?token=key_ann");

        (await ann.ReceiveAsync()).Should().Be("Ann is here");
        await ann.SendAsync("hello");
        (await ann.ReceiveAsync()).Should().Be("Ann: hello");
    }

    /// <summary>Code without its indentation, which differs between a document and a class.</summary>
    private static string Lines(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();
}
