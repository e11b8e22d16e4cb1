using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore.Storage;

namespace RoomSockets.EntityFramework;

/// <summary>What an exception of the database means.</summary>
internal static class Faults
{
    private const int SqliteError = 1;
    private const int SqliteCannotOpen = 14;
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;
    private const int SqliteNotADatabase = 26;

    private const string LockNotAvailable = "55P03";
    private const string UndefinedDatabase = "3D000";
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

    /// <summary>Whether the same again may succeed at once. What was waited for already, by the database or by a strategy of the host's, is not.</summary>
    public static bool IsTransient(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
            if (inner is RetryLimitExceededException) return false;
        return Find(error) is { } fault ? fault.IsTransient && fault.SqlState != LockNotAvailable : IsOfTheWay(error);
    }

    /// <summary>Whether what was to be stored is at fault: a value that does not fit, a row that it refers to and that is gone.</summary>
    public static bool IsOfData(Exception error) => Find(error) switch
    {
        null => false,
        // Data exceptions and violated constraints (ISO 9075: classes 22 and 23).
        { SqlState: { Length: 5 } state } => state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal),
        var fault => SqliteCode(fault) is SqliteTooBig or SqliteConstraint or SqliteMismatch,
    };

    /// <summary>Whether it may be one batch's fault that a group failed: its data, the lock of its room, or a defect.</summary>
    public static bool MayBeOfOne(Exception error) => IsOfData(error) || Find(error) is { SqlState: LockNotAvailable } || !IsOfDatabase(error);

    /// <summary>Whether there is no such database, or we may not use it: nothing that heals by itself.</summary>
    public static bool IsOfConfiguration(Exception error) => Find(error) switch
    {
        null => false,
        { SqlState: UndefinedDatabase } => true,
        { SqlState: { Length: 5 } state } => state.StartsWith("28", StringComparison.Ordinal),
        var fault => SqliteCode(fault) is SqliteCannotOpen or SqliteNotADatabase,
    };

    public static bool IsMissingTable(Exception error) => Find(error) switch
    {
        null => false,
        { SqlState: UndefinedTable or UndefinedSchema } => true,
        var fault => SqliteCode(fault) == SqliteError && fault.Message.Contains("no such table", StringComparison.Ordinal),
    };

    private static bool IsOfTheWay(Exception error) => error is TimeoutException or IOException or SocketException or RetryLimitExceededException;

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
