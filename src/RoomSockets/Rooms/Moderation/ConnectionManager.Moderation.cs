namespace RoomSockets;

/// <content>Moderation.</content>
internal sealed partial class ConnectionManager
{
    public ValueTask<int> KickAsync(string room, string userId, string? reason = null, string? actor = null, CancellationToken cancellationToken = default) =>
        moderation.KickAsync(RoomName.Normalize(room), userId, reason, actor, cancellationToken);

    public ValueTask<int> BanAsync(BanSubject subject, string? room = null, DateTimeOffset? until = null, string? reason = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return moderation.BanAsync(new NewBan(subject, Normalize(room), until, reason, actor), cancellationToken);
    }

    public ValueTask<bool> UnbanAsync(BanSubject subject, string? room = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return moderation.UnbanAsync(subject, Normalize(room), actor, cancellationToken);
    }

    public ValueTask MuteAsync(string userId, string? room = null, DateTimeOffset? until = null, string? reason = null, string? actor = null, CancellationToken cancellationToken = default) =>
        moderation.MuteAsync(new NewMute(BanSubject.OfUser(userId).UserId!, Normalize(room), until, reason, actor), cancellationToken);

    public ValueTask<bool> UnmuteAsync(string userId, string? room = null, string? actor = null, CancellationToken cancellationToken = default) =>
        moderation.UnmuteAsync(BanSubject.OfUser(userId).UserId!, Normalize(room), actor, cancellationToken);

    public ValueTask SetSlowModeAsync(string room, TimeSpan interval, string? actor = null, CancellationToken cancellationToken = default) =>
        moderation.SetSlowModeAsync(RoomName.Normalize(room), interval, actor, cancellationToken);

    public ValueTask<bool> RedactAsync(string room, long offset, MessageData data, string? reason = null, string? actor = null, CancellationToken cancellationToken = default) =>
        moderation.RedactAsync(RoomName.Normalize(room), offset, data, reason, actor, cancellationToken);

    public ValueTask<bool> DeleteAlertAsync(string room, long offset, string? reason = null, string? actor = null, CancellationToken cancellationToken = default) =>
        moderation.RedactAsync(RoomName.Normalize(room), offset, data: null, reason, actor, cancellationToken);

    private static string? Normalize(string? room) => room is null ? null : RoomName.Normalize(room);
}
