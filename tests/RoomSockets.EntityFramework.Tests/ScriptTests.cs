using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>The scripts in docs/sql create what the model says. <c>ROOMSOCKETS_WRITE_SQL=1</c> writes them anew.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void Script_InTheDocs_IsThatOfTheModel(string kind)
    {
        var options = new DbContextOptionsBuilder<RoomSocketsDbContext>();
        _ = kind == "sqlite" ? options.UseSqlite("Data Source=:memory:") : options.UseNpgsql("Host=nowhere");
        using var context = new RoomSocketsDbContext(options.Options);
        var script = context.Database.GenerateCreateScript().ReplaceLineEndings("\n");
        var file = Path.Combine(Root(), "docs", "sql", $"create.{kind}.sql");

        if (Environment.GetEnvironmentVariable("ROOMSOCKETS_WRITE_SQL") == "1") File.WriteAllText(file, script);

        File.ReadAllText(file).Should().Be(script);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RoomSockets.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
