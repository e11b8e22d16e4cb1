using System.Text.RegularExpressions;

namespace RoomSockets.Tests;

/// <summary>Who uses whose types, folder by folder.</summary>
public sealed class FloorTests
{
    /// <summary>From the roof to the ground. A floor may use what is below it and nothing above.</summary>
    private static readonly string[] Floors =
        ["Hosting", "Accounts", "Pipeline", "Rooms", "Authentication", "Storage", "Http", "Diagnostics", "Connections", SourceText.Contracts, "Messages"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hosting"] = ["Accounts", "Pipeline", "Rooms", "Authentication", "Storage", "Http", "Diagnostics", "Connections", SourceText.Contracts, "Messages"],
        ["Accounts"] = ["Rooms", "Authentication", "Storage", "Http", "Connections", SourceText.Contracts],
        ["Pipeline"] = ["Rooms", "Authentication", "Http", "Diagnostics", "Connections", SourceText.Contracts, "Messages"],
        ["Rooms"] = ["Storage", "Connections", SourceText.Contracts, "Messages"],
        ["Authentication"] = ["Storage", "Connections", SourceText.Contracts, "Messages"],
        ["Storage"] = [SourceText.Contracts],
        ["Http"] = [],
        ["Diagnostics"] = ["Connections", SourceText.Contracts, "Messages"],
        ["Connections"] = [SourceText.Contracts, "Messages"],
        [SourceText.Contracts] = ["Messages"],
        ["Messages"] = [],
    };

    [Fact]
    public void Folders_EachOne_HasItsFloor() =>
        SourceText.All.Select(file => file.Folder).Distinct().Should().BeEquivalentTo(Floors);

    [Fact]
    public void Arrows_EachOne_GoesDown() =>
        Arrows().Where(arrow => Array.IndexOf(Floors, arrow.From) >= Array.IndexOf(Floors, arrow.To)).Should().BeEmpty("what goes only down has no circles");

    [Fact]
    public void Arrows_BetweenFolders_AreThoseOfThePicture() =>
        Arrows().Select(arrow => $"{arrow.From} -> {arrow.To}").Distinct()
            .Should().BeEquivalentTo(Allowed.SelectMany(pair => pair.Value.Select(to => $"{pair.Key} -> {to}")));

    [Theory]
    [InlineData("private Room? _room;", true)]
    [InlineData("var room = new Room(name);", true)]
    [InlineData("List<Room> rooms;", true)]
    [InlineData("public Room Room { get; }", true)]
    [InlineData("public string? Room { get; }", false)]
    [InlineData("public string Room => Other;\n void F() => Use(Room);", false)]
    [InlineData("x = request.Room;", false)]
    [InlineData("record Place(string Room, int At); Use(new Place(Room: name, 1));", false)]
    [InlineData("record Place(Room Room, int At);", true)]
    [InlineData("Rooms rooms;", false)]
    public void Uses_TypeOrMemberOfThatName_IsToldApart(string code, bool expected) => Uses(code, "Room").Should().Be(expected);

    private static IEnumerable<(string From, string To, string Because)> Arrows()
    {
        var homes = SourceText.All.SelectMany(file => file.DeclaredTypes.Select(type => (Type: type, file.Folder))).Distinct().ToList();
        return from file in SourceText.All
               from home in homes
               where home.Folder != file.Folder && Uses(file.Code, home.Type)
               select (file.Folder, home.Folder, $"{file.Name} uses {home.Type}");
    }

    /// <summary>Whether the code names the type. Where it has a member of the same name, only what cannot be that member counts.</summary>
    private static bool Uses(string code, string type)
    {
        if (!code.Contains(type, StringComparison.Ordinal)) return false;
        var isMember = Regex.IsMatch(code, $@"[\w>\]?]\s+{type}\s*(\{{|=>|[,)])");
        return Regex.IsMatch(code, isMember
            ? $@"\bnew {type}\b|(?<![.\w]){type}(\?|\[\])?\s+(_?[a-z]\w*|{type})\b|<{type}\b"
            : $@"(?<![.\w]){type}\b");
    }
}
