using System.Globalization;
using System.Text.Json;

namespace RoomSockets.Client;

/// <summary>Makes what applications see of what frames say. Pure.</summary>
internal static class FrameValues
{
    /// <summary>No wait is longer: timers cannot be set further ahead than 49 days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    public static RoomUser? ToUser(this UserPart? user) => user is null ? null : new RoomUser(user.Id, user.Name);

    public static RoomMessage ToMessage(this MessageFrame frame) => new()
    {
        Offset = frame.Offset,
        From = frame.From.ToUser(),
        Key = frame.Key,
        Data = frame.Data,
        At = ToTime(frame.At) ?? default,
    };

    public static RoomMessage ToMessage(this MessagePart part) => new()
    {
        Offset = part.Offset,
        From = part.From.ToUser(),
        Key = part.Key,
        Data = part.Data,
        At = ToTime(part.At) ?? default,
        IsDeleted = part.Deleted,
    };

    public static DirectMessage ToDirect(this DirectFrame frame) => new()
    {
        Offset = frame.Offset,
        From = frame.From.ToUser(),
        To = frame.To,
        Key = frame.Key,
        Data = frame.Data,
        At = ToTime(frame.At) ?? default,
    };

    public static RoomSignal ToSignal(this SignalFrame frame) => new(frame.Name, frame.From.ToUser(), frame.Data);

    public static Redaction ToRedaction(this RedactedFrame frame) =>
        new(frame.Offset, frame.Data.ValueKind == JsonValueKind.Undefined ? null : frame.Data);

    public static PresentUser ToUser(this PresentPart part) =>
        new(part.Id, part.Name, part.Devices, part.Status, part.Info.ValueKind == JsonValueKind.Undefined ? null : part.Info);

    public static AbsentUser ToUser(this AbsentPart part) => new(part.Id, part.Name, ToTime(part.LastSeen));

    public static HistoryPage ToPage(this HistoryFrame frame) => new([.. frame.Messages.Select(ToMessage)], frame.More);

    public static RoomSocketsException ToException(this ErrorFrame frame) => new(frame.Code, frame.Message ?? $"The server answered '{frame.Code}'.")
    {
        IsTemporary = frame.Temporary,
        RetryAfter = ToWait(frame.RetryAfterMs),
        Field = frame.Field,
        Room = frame.Room,
    };

    public static DateTimeOffset? ToTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>A wait that any timer can keep, whatever the server said; null when it said nothing sensible.</summary>
    public static TimeSpan? ToWait(double? milliseconds) => milliseconds is not { } wait || !(wait >= 0)
        ? null
        : wait < LongestWait.TotalMilliseconds ? TimeSpan.FromMilliseconds(wait) : LongestWait;
}
