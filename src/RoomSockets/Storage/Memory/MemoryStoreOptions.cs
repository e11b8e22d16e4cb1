using System.Globalization;

namespace RoomSockets;

/// <summary>Bounds of the store in memory (<c>AddMemoryStore(options => …)</c>). It forgets the oldest alerts; whatever else is full answers that it is.</summary>
public sealed class MemoryStoreOptions
{
    /// <summary>Alerts that are kept of each room; older ones are forgotten. 1 to 1,000,000.</summary>
    /// <value>300</value>
    public int AlertsPerRoom { get; set; } = 300;

    /// <summary>Alerts that are kept of all rooms; the rooms that were silent longest lose theirs first. 1 to 10,000,000.</summary>
    /// <value>100,000</value>
    public int Alerts { get; set; } = 100_000;

    /// <summary>What alerts of all rooms may hold, in UTF-16 units of text. 65,536 to 1,000,000,000.</summary>
    /// <value>32 Mi, which is 64 MiB</value>
    public int Characters { get; set; } = 32 * 1024 * 1024;

    /// <summary>Rooms that are remembered. Where there are more, the one without members that was silent longest is forgotten, and begins anew with another epoch. 1 to 10,000,000.</summary>
    /// <value>100,000</value>
    public int Rooms { get; set; } = 100_000;

    /// <summary>Users; one more is an error. 1 to 10,000,000.</summary>
    /// <value>100,000</value>
    public int Users { get; set; } = 100_000;

    /// <summary>Tokens, and apart from them as many one-time tickets; one more is an error, when none has expired. 1 to 10,000,000.</summary>
    /// <value>100,000</value>
    public int Tokens { get; set; } = 100_000;

    /// <summary>Audit records of moderation that are kept; older ones are forgotten. 1 to 10,000,000.</summary>
    /// <value>10,000</value>
    public int AuditRecords { get; set; } = 10_000;

    /// <summary>Names everything that is out of its range at once.</summary>
    internal void Check()
    {
        string?[] errors =
        [
            FindError(AlertsPerRoom, 1, 1_000_000, nameof(AlertsPerRoom)),
            FindError(Alerts, 1, 10_000_000, nameof(Alerts)),
            FindError(Characters, 65_536, 1_000_000_000, nameof(Characters)),
            FindError(Rooms, 1, 10_000_000, nameof(Rooms)),
            FindError(Users, 1, 10_000_000, nameof(Users)),
            FindError(Tokens, 1, 10_000_000, nameof(Tokens)),
            FindError(AuditRecords, 1, 10_000_000, nameof(AuditRecords)),
        ];
        var found = string.Join(" ", errors.Where(static error => error is not null));
        if (found.Length > 0) throw new ArgumentOutOfRangeException(paramName: null, found);
    }

    private static string? FindError(int value, int min, int max, string name) =>
        value < min || value > max ? string.Create(CultureInfo.InvariantCulture, $"MemoryStoreOptions.{name} is {value}; it must be between {min} and {max}.") : null;
}
