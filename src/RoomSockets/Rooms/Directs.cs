using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RoomSockets;

/// <summary>Conversations of two users: hidden rooms with offsets of their own, whose messages go to every device of both.</summary>
internal sealed class Directs(RoomDirectory directory, Publisher publisher, RoomServices services)
{
    // Each has a row of its own, and ids of users are easily invented.
    private readonly RecentCounts _begun = new(services.Options.MaxNewDirectsPerHour, TimeSpan.FromHours(1), services.Time);

    /// <summary>The name of the hidden room of two users, whoever of them asks. It begins as no client's name may begin.</summary>
    public static string NameOf(string user, string other)
    {
        var (first, second) = string.CompareOrdinal(user, other) <= 0 ? (user, other) : (other, user);
        // The length tells where the first id ends, so that no two pairs are one.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{first.Length}:{first}{second}")));
        return RoomName.HiddenPrefix + Base64Url.EncodeToString(hash);
    }

    /// <summary>Sends to the other user, and to the sender's other devices. Nobody waits for the store; the receipt tells.</summary>
    /// <returns>False where the sender has begun too many conversations of late.</returns>
    /// <exception cref="RoomUnavailableException">There are too many rooms.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot tell whether there is such a conversation.</exception>
    public async ValueTask<bool> SendAsync(Connection sender, string to, MessageData data, string? key, byte[] id, CancellationToken cancellationToken)
    {
        var from = sender.UserId!;
        var name = NameOf(from, to);
        if (directory.Rooms.Find(name) is null && !await IsKnownAsync(name, cancellationToken) && _begun.TryAdd(from) > TimeSpan.Zero) return false;
        while (true)
        {
            var room = directory.Rooms.GetOrAdd(name, () => AudienceOf(from, to)) ?? throw new RoomUnavailableException(name, services.Options.MaxRooms);
            room.Touch();
            if (!await publisher.SubmitAsync(room, data, sender, cancellationToken, key, new Receipt(id, Echo: false), to)) continue;
            room.Flush();
            return true;
        }
    }

    private ValueTask<bool> IsKnownAsync(string name, CancellationToken cancellationToken) => services.Journal?.HasRoomAsync(name, cancellationToken) ?? ValueTask.FromResult(false);

    private Audience AudienceOf(string user, string other)
    {
        var entries = directory.FindUser(user).AsEnumerable();
        if (!string.Equals(user, other, StringComparison.Ordinal)) entries = entries.Concat(directory.FindUser(other));
        return Audience.Of([], entries.Where(static entry => entry.Connection.Dialect is not null).Select(static entry => entry.Desk));
    }
}
