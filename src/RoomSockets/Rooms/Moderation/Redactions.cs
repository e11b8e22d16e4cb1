using System.Text;

namespace RoomSockets;

/// <summary>Changes what was said: in the store first, then in the room, whose members are told in its order.</summary>
internal sealed class Redactions(RoomTable rooms, RoomServices services)
{
    /// <param name="room">The room, normalised.</param>
    /// <param name="offset">The message.</param>
    /// <param name="data">What it says now; null to delete it.</param>
    /// <param name="cancellationToken">Is looked at before it begins; what has begun is done to its end.</param>
    /// <returns>False where there is no such message.</returns>
    /// <exception cref="ArgumentException">Binary or too large.</exception>
    /// <exception cref="StoreUnavailableException">The store did not take it.</exception>
    public async ValueTask<bool> RedactAsync(string room, long offset, MessageData? data, CancellationToken cancellationToken)
    {
        Check(data);
        if (services.Journal is { } journal)
        {
            var content = data is { } text ? Encoding.UTF8.GetString(text.Bytes.Span) : null;
            cancellationToken.ThrowIfCancellationRequested();
            // Once begun it is done to its end: what a store has taken, but not told, would stay at hand here.
            if (await journal.RedactAsync(room, offset, content, data?.IsJson ?? false, CancellationToken.None) is not { } alert) return false;
            // It is done: who is told of it does not depend on whether somebody waits.
            await TellAsync(rooms.Find(room), offset, data, alert.SenderId is { } id ? new UserRef(id, alert.SenderName) : null);
            return true;
        }

        if (rooms.Find(room) is not { } found || !found.HasSaid(offset, isChange: data is not null)) return false;
        await TellAsync(found, offset, data, found.Conversation?.FindSender(offset));
        return true;
    }

    private static async ValueTask TellAsync(Room? room, long offset, MessageData? data, UserRef? from)
    {
        // A room that is not here has no members and nothing at hand; one that comes now reads what is stored.
        if (room is null) return;
        using var text = JsonText.Rent();
        ServerFrames.Redacted(text.Writer, room.Name, offset, data);
        await Publisher.AnnounceAsync(room, new Announcement(text.Utf8.ToArray(), default) { Redaction = new Redaction(offset, data is { } shared ? Copy(shared) : default(MessageData?)) { From = from } }, CancellationToken.None);
        room.Flush();
    }

    /// <summary>The room has it for longer than the caller lends it.</summary>
    private static MessageData Copy(MessageData data) => data.IsJson ? MessageData.CompactJson(data.Bytes.ToArray()) : MessageData.Received(data.Bytes.ToArray(), isBinary: false);

    private void Check(MessageData? data)
    {
        if (data is not { } text) return;
        if (text.IsBinary) throw new ArgumentException("A message is text; binary data is never stored.", nameof(data));
        if (text.Bytes.Length > services.Options.OutboxBytes) throw new ArgumentException($"A message of {text.Bytes.Length:N0} bytes does not fit into an outbox (RoomSocketsOptions.OutboxBytes is {services.Options.OutboxBytes:N0}).", nameof(data));
    }
}
