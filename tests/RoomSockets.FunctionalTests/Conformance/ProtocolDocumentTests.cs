using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RoomSockets.FunctionalTests.Interop;

namespace RoomSockets.FunctionalTests.Conformance;

/// <summary>What docs/protocol.md and the files beside it say is what the codec knows.</summary>
public sealed partial class ProtocolDocumentTests
{
    private static readonly string Text = Read("protocol.md");

    private static readonly IReadOnlyList<string> FromClient = Examples('→');

    private static readonly IReadOnlyList<string> FromServer = Examples('←');

    public static TheoryData<string> ClientExamples => [.. FromClient];

    /// <summary>Every type that the library's source begins a frame with.</summary>
    private static IReadOnlyCollection<string> ServerTypes { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Tools.Root, "src", "RoomSockets"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => FrameBeginning().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(ClientExamples))]
    public void Example_OfAClientsFrame_IsOne(string frame)
    {
        var error = ClientFrameReader.Read(Encoding.UTF8.GetBytes(frame), new ClientFrame());

        error.Should().BeNull();
    }

    [Fact]
    public void Examples_OfClients_AreOfEveryType() =>
        FromClient.Select(TypeOf).Distinct().Should().BeEquivalentTo(Enum.GetNames<ClientFrameType>().Select(name => name.ToLowerInvariant()));

    [Fact]
    public void Examples_OfTheServer_AreOfEveryType()
    {
        ServerTypes.Should().HaveCountGreaterThan(10, "the source is read");

        FromServer.Select(TypeOf).Should().Contain(ServerTypes);
    }

    [Fact]
    public void ErrorCodes_EachOne_IsInTheTable()
    {
        var codes = typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();
        var table = Text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]);

        codes.Should().HaveCountGreaterThan(10).And.OnlyContain(code => table.Any(cell => cell.Contains($"`{code}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void ServerCases_OfTheTypesOfTheCodec_AreThere()
    {
        var cases = Read("protocol/server.json");
        // Nothing that a client can do brings these about.
        string[] unreachable = ["gap", "redacted"];

        ServerTypes.Except(unreachable).Should().OnlyContain(type => cases.Contains($"\"expect\": {{\"type\": \"{type}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("server.json")]
    [InlineData("client.json")]
    public void Steps_OfTheCases_AreExplained(string file)
    {
        var cases = JsonNode.Parse(Read(Path.Combine("protocol", file)))!;
        var steps = cases["cases"]!.AsArray().SelectMany(one => one!["steps"]!.AsArray()).Select(step => step!.AsObject().Select(field => field.Key).First(key => key != "connection")).Distinct().ToList();
        var readme = Read("protocol/README.md");

        steps.Should().HaveCountGreaterThan(5).And.OnlyContain(step => readme.Contains($"\"{step}\":", StringComparison.Ordinal));
        steps.Should().OnlyContain(step => cases["steps"]![step] != null);
    }

    private static List<string> Examples(char arrow) => [.. Text.Split('\n').Where(line => line.StartsWith(arrow)).Select(line => line[1..].Trim())];

    private static string TypeOf(string frame) => JsonNode.Parse(frame)!["type"]!.GetValue<string>();

    private static string Read(string path) => File.ReadAllText(Path.Combine(Tools.Root, "docs", path));

    [GeneratedRegex("""Begin(?:ning)?\((?:[\w.]+, )?"(\w+)"u8""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FrameBeginning();
}
