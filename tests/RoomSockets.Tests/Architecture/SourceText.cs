using System.Text.RegularExpressions;

namespace RoomSockets.Tests;

/// <summary>One file of the library: its folder, and its text without comments and strings.</summary>
internal sealed partial record SourceText(string Folder, string Name, int Lines, string Code)
{
    public const string Contracts = "(root)";

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceText> All { get; } = ReadAll();

    public IEnumerable<string> DeclaredTypes => Declaration().Matches(Code).Select(match => match.Groups[1].Value);

    public static string Strip(string text) => Noise().Replace(text, match => match.Value[0] == '/' ? " " : "\"\"");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RoomSockets.sln"))) return folder.FullName;

        throw new InvalidOperationException($"RoomSockets.sln is in no folder above {AppContext.BaseDirectory}.");
    }

    private static List<SourceText> ReadAll()
    {
        var library = Path.Combine(Root, "src", "RoomSockets");
        return [.. Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(library, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(file => new SourceText(
                file.Path.Contains('/', StringComparison.Ordinal) ? file.Path[..file.Path.IndexOf('/', StringComparison.Ordinal)] : Contracts,
                file.Path,
                file.Text.Count(c => c == '\n'),
                Strip(file.Text)))];
    }

    [GeneratedRegex(""""
        //[^\n]* | /\*[\s\S]*?\*/ | \$*"""[\s\S]*?""" | \$?@\$?"(?:[^"]|"")*" | \$?"(?:\\.|[^"\\\n])*" | '(?:\\[^']+|\\'|[^'\\\n])'
        """", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Noise();

    [GeneratedRegex(@"\b(?:class|record\s+struct|record|struct|interface|enum)\s+([A-Z]\w*)")]
    private static partial Regex Declaration();
}
