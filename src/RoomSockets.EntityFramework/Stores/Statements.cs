using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace RoomSockets.EntityFramework;

/// <summary>The SQL that must be one statement to be right, or to be fast. SQLite and PostgreSQL read all of it alike.</summary>
internal sealed class Statements
{
    public const int AlertParameters = 7;

    private static readonly ConditionalWeakTable<IModel, Statements> ByModel = [];

    private readonly string _insertAlerts;
    private readonly string _findKeys;

    private Statements(TableNames names)
    {
        var (users, rooms, members, alerts) = (names.Table<User>(), names.Table<Room>(), names.Table<RoomUser>(), names.Table<Alert>());
        string UserColumn(string property) => names.Column<User>(property);
        string RoomColumn(string property) => names.Column<Room>(property);
        string AlertColumn(string property) => names.Column<Alert>(property);

        AddUser = $"INSERT INTO {users} ({UserColumn(nameof(User.Name))}, {UserColumn(nameof(User.NormalizedName))}, {UserColumn(nameof(User.PasswordHash))}, {UserColumn(nameof(User.ExternalId))}, {UserColumn(nameof(User.CreatedAt))}) "
            + "VALUES (@name, @normalized, @hash, @external, @now) ON CONFLICT DO NOTHING";
        AddRoom = $"INSERT INTO {rooms} ({RoomColumn(nameof(Room.Name))}, {RoomColumn(nameof(Room.CreatorId))}, {RoomColumn(nameof(Room.LastOffset))}, {RoomColumn(nameof(Room.Epoch))}, {RoomColumn(nameof(Room.CreatedAt))}) "
            + "VALUES (@name, @creator, 0, @epoch, @now) ON CONFLICT DO NOTHING";
        AddMember = $"INSERT INTO {members} ({names.Column<RoomUser>(nameof(RoomUser.RoomId))}, {names.Column<RoomUser>(nameof(RoomUser.UserId))}, {names.Column<RoomUser>(nameof(RoomUser.JoinedAt))}) "
            + $"SELECT r.{RoomColumn(nameof(Room.Id))}, u.{UserColumn(nameof(User.Id))}, @now FROM {rooms} r, {users} u "
            + $"WHERE r.{RoomColumn(nameof(Room.Id))} = @room AND u.{UserColumn(nameof(User.Id))} = @user ON CONFLICT DO NOTHING";

        var (id, name, last) = (RoomColumn(nameof(Room.Id)), RoomColumn(nameof(Room.Name)), RoomColumn(nameof(Room.LastOffset)));
        TakeRoom = $"UPDATE {rooms} SET {last} = {last} + @count WHERE {name} = @name RETURNING {id}, {last}";
        MoveRoom = $"UPDATE {rooms} SET {last} = {last} + @count WHERE {id} = @id";
        _insertAlerts = $"INSERT INTO {alerts} ({AlertColumn(nameof(Alert.RoomId))}, {AlertColumn(nameof(Alert.Offset))}, {AlertColumn(nameof(Alert.Content))}, {AlertColumn(nameof(Alert.SenderId))}, {AlertColumn(nameof(Alert.Key))}, {AlertColumn(nameof(Alert.IsJson))}, {AlertColumn(nameof(Alert.CreatedAt))}) VALUES ";
        var (sender, key, offset) = (AlertColumn(nameof(Alert.SenderId)), AlertColumn(nameof(Alert.Key)), AlertColumn(nameof(Alert.Offset)));
        _findKeys = $"SELECT {sender}, {key}, {offset} FROM {alerts} WHERE {AlertColumn(nameof(Alert.RoomId))} = @room AND {key} IN (";
        ReadFrom = $"SELECT {offset}, {AlertColumn(nameof(Alert.Content))}, {sender}, {AlertColumn(nameof(Alert.CreatedAt))} FROM {alerts} "
            + $"WHERE {AlertColumn(nameof(Alert.RoomId))} = @room AND {offset} >= @first ORDER BY {offset} LIMIT @limit";
    }

    /// <summary>@name, @normalized, @hash, @external, @now. Adds nothing where the name or the external id is taken.</summary>
    public string AddUser { get; }

    /// <summary>@name, @creator, @epoch, @now. Adds nothing where it is there.</summary>
    public string AddRoom { get; }

    /// <summary>@room, @user, @now. Adds nothing where one of them is missing, or the membership is there.</summary>
    public string AddMember { get; }

    /// <summary>@name, @count: holds the room's row until the transaction ends, and gives its id and its last offset after @count more.</summary>
    public string TakeRoom { get; }

    /// <summary>@id, @count.</summary>
    public string MoveRoom { get; }

    /// <summary>@room, @first, @limit.</summary>
    public string ReadFrom { get; }

    public static Statements For(DbContext context) =>
        ByModel.GetValue(context.Model, _ => new Statements(new TableNames(context)));

    /// <summary><see cref="AlertParameters"/> a row, @p0 and on: room, offset, content, sender, key, whether it is JSON, created at.</summary>
    public string InsertAlerts(int rows)
    {
        var sql = new StringBuilder(_insertAlerts, _insertAlerts.Length + (rows * 56));
        for (var i = 0; i < rows; i++)
        {
            var p = i * AlertParameters;
            sql.Append(i == 0 ? "(@p" : ",(@p").Append(p).Append(",@p").Append(p + 1).Append(",@p").Append(p + 2)
                .Append(",@p").Append(p + 3).Append(",@p").Append(p + 4).Append(",@p").Append(p + 5).Append(",@p").Append(p + 6).Append(')');
        }

        return sql.ToString();
    }

    /// <summary>@room, and the keys as @k0 and on: who has used them, and where.</summary>
    public string FindKeys(int keys) => _findKeys + string.Join(',', Enumerable.Range(0, keys).Select(static i => $"@k{i}")) + ")";
}
