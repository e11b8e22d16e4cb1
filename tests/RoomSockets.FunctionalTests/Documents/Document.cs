using RoomSockets.FunctionalTests.Interop;

namespace RoomSockets.FunctionalTests.Documents;

/// <summary>A Markdown file of the repository and the code blocks in it.</summary>
internal sealed class Document(string text)
{
    public static Document Read(string path) => new(File.ReadAllText(Path.Combine(Tools.Root, path)));

    public IEnumerable<string> Blocks(string language)
    {
        var parts = text.Split("\n```");
        for (var i = 1; i < parts.Length; i += 2)
        {
            var end = parts[i].IndexOf('\n', StringComparison.Ordinal);
            if (parts[i][..end].Trim() == language) yield return parts[i][(end + 1)..];
        }
    }
}
