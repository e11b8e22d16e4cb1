using System.Reflection;

namespace RoomSockets.Tests;

public sealed class VisibilityTests
{
    /// <summary>Values that users hold, holders of names, and the one class that they derive from.</summary>
    private static readonly string[] PublicByName =
        [nameof(MessageData), nameof(ConnectionRequest), nameof(TokenResult), nameof(CloseCode), nameof(RoomSocketsAuthentication), nameof(RoomHandler)];

    private static readonly string[] PublicEndings = ["Options", "Context", "Exception", "Extensions"];

    /// <summary>The types that somebody wrote; those that source generators added are their business.</summary>
    private static readonly List<Type> Types = FindTypes();

    [Fact]
    public void PublicTypes_EachOne_IsOfAPublicKind()
    {
        Types.Where(type => type.IsVisible).Should().HaveCountGreaterThan(20);
        Types.Where(type => type.IsVisible && !MayBePublic(type)).Select(type => type.Name).Should().BeEmpty("everything else is internal");
    }

    [Fact]
    public void PublicByName_EachOne_IsThereAndPublic() =>
        Types.Where(type => type.IsVisible).Select(type => type.Name).Should().Contain(PublicByName);

    [Fact]
    public void Classes_EachOne_IsSealedStaticOrAbstract() =>
        Types.Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract).Select(type => type.Name).Should().BeEmpty();

    [Fact]
    public void PublicExtensions_EachOne_IsWhereHostsFindIt() =>
        Types.Where(type => type.IsVisible && type.Name.EndsWith("Extensions", StringComparison.Ordinal)).Select(type => type.Namespace)
            .Should().OnlyContain(name => name == "Microsoft.Extensions.DependencyInjection" || name == "Microsoft.AspNetCore.Builder");

    [Fact]
    public void PublicRecordsAndOptions_EachOne_IsSealed() =>
        Types.Where(type => type.IsVisible && type.IsClass && (IsRecord(type) || type.Name.EndsWith("Options", StringComparison.Ordinal)))
            .Should().OnlyContain(type => type.IsSealed);

    [Fact]
    public void Names_EachType_HasNoneOfTheEmptyWords() =>
        Types.Select(type => type.Name).Where(name => name is not (nameof(ConnectionManager) or nameof(IConnectionManager))
            && new[] { "Util", "Helper", "Common", "Manager" }.Any(word => name.Contains(word, StringComparison.Ordinal))).Should().BeEmpty();

    private static bool MayBePublic(Type type) =>
        type.IsInterface || type.IsEnum || IsRecord(type) || PublicByName.Contains(type.Name)
        || PublicEndings.Any(ending => type.Name.EndsWith(ending, StringComparison.Ordinal));

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null;

    private static List<Type> FindTypes()
    {
        var written = SourceText.All.SelectMany(file => file.DeclaredTypes).ToHashSet(StringComparer.Ordinal);
        return [.. typeof(RoomHandler).Assembly.GetTypes().Where(type => written.Contains(type.Name.Split('`')[0]))];
    }
}
