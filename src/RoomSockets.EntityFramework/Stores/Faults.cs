using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;

namespace RoomSockets.EntityFramework;

/// <summary>What an exception of the database means.</summary>
internal static class Faults
{
    private const int SqliteError = 1;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;

    private const string UniqueViolation = "23505";
    private const string UndefinedTable = "42P01";
    private const string UndefinedSchema = "3F000";

    /// <summary>The database's exception in it, however deep; null for defects of ours or the host's.</summary>
    public static DbException? Find(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is DbException found) return found;
        return null;
    }

    /// <summary>Whether the database, or the way to it, is at fault.</summary>
    public static bool IsOfDatabase(Exception error) => Find(error) is not null || IsOfTheWay(error);

    /// <summary>Whether the same again may succeed at once.</summary>
    public static bool IsTransient(Exception error) => Find(error) switch
    {
        null => IsOfTheWay(error),
        { IsTransient: true } or { SqlState: UniqueViolation } => true,
        var fault => SqliteCode(fault) is SqliteBusy or SqliteLocked,
    };

    /// <summary>Whether what was to be stored is at fault: a value that does not fit, a row that it refers to and that is gone.</summary>
    public static bool IsOfData(Exception error) => Find(error) switch
    {
        null => false,
        // Data exceptions and violated constraints (ISO 9075: classes 22 and 23).
        { SqlState: { Length: 5 } state } => state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal),
        var fault => SqliteCode(fault) is SqliteTooBig or SqliteConstraint or SqliteMismatch,
    };

    public static bool IsMissingTable(Exception error) => Find(error) switch
    {
        null => false,
        { SqlState: UndefinedTable or UndefinedSchema } => true,
        var fault => SqliteCode(fault) == SqliteError && fault.Message.Contains("no such table", StringComparison.Ordinal),
    };

    private static bool IsOfTheWay(Exception error) => error is TimeoutException or IOException or SocketException;

    /// <summary>From the text "SQLite Error 5: …": the exception has the number in a property of a type that we do not know.</summary>
    private static int? SqliteCode(DbException fault)
    {
        const string Prefix = "SQLite Error ";
        if (!fault.Message.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var rest = fault.Message.AsSpan(Prefix.Length);
        var end = rest.IndexOf(':');
        return end > 0 && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
    }
}
