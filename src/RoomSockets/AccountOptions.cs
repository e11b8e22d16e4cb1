namespace RoomSockets;

/// <summary>Options of accounts and of the API (<c>AddRoomSockets().ConfigureAccounts(…)</c>, or section <c>RoomSockets:Accounts</c>). Checked when the host starts.</summary>
public sealed class AccountOptions
{
    /// <summary>What stands before a token's key; a key is accepted with and without it. 0 to 32 letters, digits, <c>-</c> and <c>_</c>; not <c>Ticket_</c>.</summary>
    /// <value>Token_</value>
    public string TokenPrefix { get; set; } = "Token_";

    /// <summary>How long a token lives; null for ever. 1 min to 10 years.</summary>
    /// <value>30 days</value>
    public TimeSpan? TokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Whether using a token moves its end, once half of its life is over.</summary>
    /// <value>true</value>
    public bool SlidingTokens { get; set; } = true;

    /// <summary>Whether a login revokes the user's older tokens and closes their sockets.</summary>
    /// <value>false: a user may sign in on several devices.</value>
    public bool OneTokenPerUser { get; set; }

    /// <summary>The most tokens a user may have; the oldest go first. 1 to 1,000.</summary>
    /// <value>50</value>
    public int MaxTokensPerUser { get; set; } = 50;

    /// <summary>How long a one-time ticket for a socket can be used. 1 s to 2 min, in whole seconds.</summary>
    /// <value>30 s</value>
    public TimeSpan TicketLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most tickets of a user that are not used yet; the oldest go first. 1 to 1,000.</summary>
    /// <value>20</value>
    public int MaxTicketsPerUser { get; set; } = 20;

    /// <summary>How long a token that was found good is believed without asking the store; revocation on this node ends it at once. 0 s to 1 min.</summary>
    /// <value>5 s</value>
    public TimeSpan TokenCacheTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The shortest password, in characters. 1 to 72. The longest has 72 bytes: bcrypt takes no more, and we do not cut silently.</summary>
    /// <value>8</value>
    public int MinPasswordLength { get; set; } = 8;

    /// <summary>bcrypt's cost: the hash takes 2^cost rounds. 4 to 16. A higher one takes effect for each user at the next login.</summary>
    /// <value>11</value>
    public int PasswordCost { get; set; } = 11;

    /// <summary>How many hashes may wait while others are computed; one more gets 429, and so does one address that holds a quarter of the places. 0 to 10,000.</summary>
    /// <value>64</value>
    public int MaxWaitingHashes { get; set; } = 64;

    /// <summary>Failed logins per minute for one name from one address; one more gets 429. 0 for no limit.</summary>
    /// <value>10</value>
    public int MaxFailuresPerNameAndAddress { get; set; } = 10;

    /// <summary>Failed logins per minute from one address; one more gets 429. 0 for no limit.</summary>
    /// <value>100</value>
    public int MaxFailuresPerAddress { get; set; } = 100;

    /// <summary>Registrations per minute from one address; one more gets 429. 0 for no limit.</summary>
    /// <value>60</value>
    public int MaxRegistrationsPerAddress { get; set; } = 60;

    /// <summary>Rooms that a user may create in an hour, by joining or through the API; one more gets 429. 0 for no limit.</summary>
    /// <value>20</value>
    public int MaxNewRoomsPerHour { get; set; } = 20;

    /// <summary>Rooms that anonymous connections of one address (of IPv6: of one /64) may create in an hour, by joining with <c>roomsockets.v1.json</c>; one more gets 429. 0 for no limit.</summary>
    /// <value>1,000</value>
    public int MaxNewRoomsPerAddress { get; set; } = 1000;

    /// <summary>Whether anybody may register. Where not, the host creates users through <c>IUserStore</c>.</summary>
    /// <value>true</value>
    public bool AllowRegistration { get; set; } = true;

    /// <summary>Whether joining a room that does not exist creates it.</summary>
    /// <value>true</value>
    public bool AllowRoomCreation { get; set; } = true;

    /// <summary>Whether the list of rooms is open to everybody.</summary>
    /// <value>false</value>
    public bool OpenRoomList { get; set; }
}
