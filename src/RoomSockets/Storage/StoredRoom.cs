namespace RoomSockets;

/// <summary>A room as the store keeps it.</summary>
/// <param name="Id">Its number, for REST; never used again.</param>
/// <param name="Name">Its name: NFC, 1 to 60 code points, case-sensitive, unique.</param>
/// <param name="CreatedAt">When the store created it (UTC).</param>
/// <param name="CreatorId">The user who came first; null for nobody.</param>
/// <param name="LastOffset">The offset of its last alert; 0 where there is none.</param>
/// <param name="Epoch">Changes when offsets begin anew, as when a store was emptied: positions of another epoch mean nothing.</param>
public sealed record StoredRoom(long Id, string Name, DateTimeOffset CreatedAt, string? CreatorId, long LastOffset, string Epoch);

/// <summary>A room and the users that belong to it.</summary>
/// <param name="Room">The room.</param>
/// <param name="Members">Its members, by ascending number.</param>
public sealed record StoredRoomWithMembers(StoredRoom Room, IReadOnlyList<StoredMember> Members);

/// <summary>A member of a room.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="UserName">The user's name.</param>
public sealed record StoredMember(long UserId, string UserName);
