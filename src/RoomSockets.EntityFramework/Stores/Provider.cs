using Microsoft.EntityFrameworkCore;

namespace RoomSockets.EntityFramework;

/// <summary>Which database it is, by the name of its provider: we reference none of them.</summary>
internal static class Provider
{
    public static bool IsSqlite(DbContext context) => Is(context, "Microsoft.EntityFrameworkCore.Sqlite");

    public static bool IsPostgres(DbContext context) => Is(context, "Npgsql.EntityFrameworkCore.PostgreSQL");

    private static bool Is(DbContext context, string name) => string.Equals(context.Database.ProviderName, name, StringComparison.Ordinal);
}
