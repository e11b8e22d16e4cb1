using System.Reflection;
using Xunit.Sdk;

namespace RoomSockets.Databases;

/// <summary>Runs a test on each kind of database. Where PostgreSQL is not installed its case is skipped, loudly; with <c>ROOMSOCKETS_REQUIRE_ALL=1</c> it fails there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DatabasesAttribute : DataAttribute
{
    public static IEnumerable<string> Kinds => IsPostgresThere || Environment.GetEnvironmentVariable("ROOMSOCKETS_REQUIRE_ALL") == "1" ? ["SQLite", "PostgreSQL"] : ["SQLite"];

    public static bool IsPostgresThere => PostgresServer.Programs is not null;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Kinds.Select(static kind => new object[] { kind });
}

/// <summary>Says that PostgreSQL's cases were left out.</summary>
public sealed class PostgresIsThereTests
{
    [PostgresFact]
    public void PostgreSql_IsInstalled() => Assert.NotNull(PostgresServer.Programs);
}

/// <summary>Skipped, loudly, where PostgreSQL is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (!DatabasesAttribute.IsPostgresThere && Environment.GetEnvironmentVariable("ROOMSOCKETS_REQUIRE_ALL") != "1")
            Skip = "Debian's postgresql is not installed (apt-get install postgresql). Nothing was tested on PostgreSQL.";
    }
}
