using RoomSockets.Databases;
using RoomSockets.Testing;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>What every store promises, on each database.</summary>
public sealed class SpecificationTests
{
    public static IEnumerable<object[]> Cases =>
        DatabasesAttribute.Kinds.SelectMany(static kind => StoreSpecification.Cases.Select(name => new object[] { kind, name }));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Store_Keeps(string kind, string promise)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var specification = new StoreSpecification(async () =>
        {
            var host = await StoreHost.CreateAsync(database);
            return new StoreUnderTest(host.Rooms, host.Users, host.Tokens, host.DisposeAsync);
        });

        await specification.RunAsync(promise).Soon();
    }
}
