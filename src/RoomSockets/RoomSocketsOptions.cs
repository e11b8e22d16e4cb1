namespace RoomSockets;

/// <summary>
/// Every limit and time of the library. Set in code (<c>AddRoomSockets(options => …)</c>) or in configuration (section
/// <c>RoomSockets</c>; code wins). All values are checked when the host starts, and all errors are reported at once.
/// </summary>
public sealed class RoomSocketsOptions
{
    /// <summary>The largest message a client may send, in bytes, inflated; a larger one closes it with 1009 while it is being read. 1 to 268,435,456.</summary>
    /// <value>65,536</value>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>The most fragments one message may have; one more closes with 1008. 1 to 1,000,000.</summary>
    /// <value>1,024</value>
    public int MaxFragments { get; set; } = 1024;

    /// <summary>The longest time from the first to the last byte of one message; longer closes with 1008. 1 s to 1 h.</summary>
    /// <value>30 s</value>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What a connection's outbox may hold while its peer reads slowly, in bytes; more closes with 1013. 4,096 to 1,073,741,824.</summary>
    /// <value>1,048,576</value>
    public int OutboxBytes { get; set; } = 1024 * 1024;

    /// <summary>What a connection's outbox may hold, in messages; more closes with 1013. 1 to 1,000,000.</summary>
    /// <value>1,024</value>
    public int OutboxMessages { get; set; } = 1024;

    /// <summary>How long a write to the peer may make no progress before it is closed with 1013. 1 s to 1 h.</summary>
    /// <value>5 s</value>
    public TimeSpan OutboxTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What a room's inbox may hold, in messages; a full one (of these, or of a quarter of <see cref="OutboxBytes"/>) slows the publishers. 1 to <see cref="OutboxMessages"/>.</summary>
    /// <value>1,024</value>
    public int InboxMessages { get; set; } = 1024;

    /// <summary>How long a connection may be silent before it is pinged. 1 s to 1 h, less than <see cref="DeadAfter"/>.</summary>
    /// <value>25 s</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a connection may be silent, pings unanswered, before it counts as dead. 2 s to 2 h.</summary>
    /// <value>45 s</value>
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long to wait for the peer to hang up after our close frame, so that its code arrives. 0.1 s to 60 s.</summary>
    /// <value>1 s</value>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many closed connections may wait for their peers to hang up; beyond it they are cut after half a second. 0 to 1,000,000.</summary>
    /// <value>256</value>
    public int MaxLingeringCloses { get; set; } = 256;

    /// <summary>The time for token validators, authorisation and the handler together; then 503. 0.1 s to 5 min.</summary>
    /// <value>5 s</value>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most handshakes in progress; one more gets 503. 1 to 1,000,000.</summary>
    /// <value>1,000</value>
    public int MaxHandshakes { get; set; } = 1000;

    /// <summary>The most connections in all; one more gets 503. 1 to 10,000,000.</summary>
    /// <value>100,000</value>
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>The most connections from one address (of IPv6: from one /64); one more gets 429, see <see cref="PerAddressLimitMode"/>. 1 to 10,000,000.</summary>
    /// <value>1,000</value>
    public int MaxConnectionsPerAddress { get; set; } = 1000;

    /// <summary>The most connections of one user; one more gets 429, see <see cref="PerUserLimitMode"/>. 1 to 10,000,000.</summary>
    /// <value>50</value>
    public int MaxConnectionsPerUser { get; set; } = 50;

    /// <summary>The most rooms one connection may be a member of. 1 to 100,000.</summary>
    /// <value>100</value>
    public int MaxRoomsPerConnection { get; set; } = 100;

    /// <summary>The most rooms in memory; the longest empty ones go first. 1 to 10,000,000.</summary>
    /// <value>100,000</value>
    public int MaxRooms { get; set; } = 100_000;

    /// <summary>How long a room without members keeps its position. 0 s to 24 h.</summary>
    /// <value>5 min</value>
    public TimeSpan RoomRetention { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The most messages that a client that comes back is sent in one answer, and that a room keeps at hand for it; who has missed
    /// more is told so, and pages history. 0 to 10,000.
    /// </summary>
    /// <value>1,000</value>
    public int RecoveryMessages { get; set; } = 1000;

    /// <summary>What the rooms of this node keep at hand for clients that come back, in bytes of all rooms together. 0 to 17,179,869,184.</summary>
    /// <value>67,108,864</value>
    public long BacklogBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most members that a room tells of by name; in larger ones presence is a number. 0 to 100,000.</summary>
    /// <value>200</value>
    public int PresenceLimit { get; set; } = 200;

    /// <summary>How many conversations with users whom it has never written to somebody may begin in an hour; 0 for any number. 0 to 1,000,000.</summary>
    /// <value>100</value>
    public int MaxNewDirectsPerHour { get; set; } = 100;

    /// <summary>How long a user whose last connection has gone still counts as present, so that a lost connection is no leaving. 0 s to 10 min.</summary>
    /// <value>5 s</value>
    public TimeSpan PresenceGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many frames of a connection may break the sub-protocol (no JSON, no frame, an unknown type); one more closes it with 4015. 0 to 1,000,000.</summary>
    /// <value>10</value>
    public int MaxProtocolErrors { get; set; } = 10;

    /// <summary>
    /// How many messages a second a connection may send, on average: raw messages, and all frames of the sub-protocol but <c>join</c>
    /// and <c>leave</c>. What is more is answered with <c>rate_limited</c> and not handled; nobody is closed for it. 0 for any number. 0 to 1,000,000.
    /// </summary>
    /// <value>50</value>
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>How many messages a connection may send at once, when it was silent before; see <see cref="MessagesPerSecond"/>. 1 to 1,000,000.</summary>
    /// <value>100</value>
    public int MessageBurst { get; set; } = 100;

    /// <summary>How many frames <c>join</c> a second a connection may send, on average; more is answered with <c>rate_limited</c>. 0 for any number. 0 to 1,000,000.</summary>
    /// <value>20</value>
    public int JoinsPerSecond { get; set; } = 20;

    /// <summary>How many frames <c>join</c> a connection may send at once, when it sent none before; see <see cref="JoinsPerSecond"/>. 1 to 1,000,000.</summary>
    /// <value>100</value>
    public int JoinBurst { get; set; } = 100;

    /// <summary>The most sub-protocols a handshake may offer; more gets 400. 1 to 1,000.</summary>
    /// <value>32</value>
    public int MaxSubProtocols { get; set; } = 32;

    /// <summary>The most time to say goodbye to all connections when the host stops. 0 s to 10 min; keep <c>HostOptions.ShutdownTimeout</c> above it.</summary>
    /// <value>20 s</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether binary messages are accepted; where not, one closes with 1003.</summary>
    /// <value>true</value>
    public bool AllowBinary { get; set; } = true;

    /// <summary>
    /// Whether permessage-deflate (RFC 7692) is negotiated with clients that offer it. Each message is deflated by itself and once for
    /// all members, so that a connection keeps no compression state; inflating stops at <see cref="MaxMessageBytes"/>. Do not switch
    /// it on where secrets and text of others travel in one message: the size then tells of the secret (CRIME, BREACH).
    /// </summary>
    /// <value>false</value>
    public bool Deflate { get; set; }

    /// <summary>The smallest message that is deflated, in bytes; smaller ones grow. 0 to 1,048,576.</summary>
    /// <value>256</value>
    public int DeflateMinBytes { get; set; } = 256;

    /// <summary>
    /// Whether frames may be written straight to the connection's socket, which is the shortest way. It is only done on Linux, for
    /// HTTP/1.1 without TLS. Switch it off where connection middleware of your own (<c>ListenOptions.Use</c>) changes or counts bytes.
    /// </summary>
    /// <value>true</value>
    public bool DirectWrites { get; set; } = true;

    /// <summary>
    /// How often the validators are asked again about the token of an open connection, so that what they have learned since (a user
    /// who was blocked, a key that was withdrawn) ends it. Each connection has a moment of its own, and a few are asked about at once. 0 s to 24 h; 0 s for never.
    /// </summary>
    /// <value>0 s</value>
    public TimeSpan RevalidateEvery { get; set; }

    /// <summary>What becomes of one connection more than <see cref="MaxConnectionsPerUser"/>.</summary>
    /// <value><see cref="ConnectionLimitMode.Reject"/></value>
    public ConnectionLimitMode PerUserLimitMode { get; set; }

    /// <summary>What becomes of one connection more than <see cref="MaxConnectionsPerAddress"/>. Many users may share an address: behind one, <see cref="ConnectionLimitMode.CloseOldest"/> lets them end each other's connections.</summary>
    /// <value><see cref="ConnectionLimitMode.Reject"/></value>
    public ConnectionLimitMode PerAddressLimitMode { get; set; }

    /// <summary>How a handshake is refused.</summary>
    /// <value><see cref="HandshakeRefusalMode.BeforeUpgrade"/></value>
    public HandshakeRefusalMode Refusal { get; set; }

    /// <summary>What becomes of a token that nobody accepts, where the endpoint allows anonymous connections.</summary>
    /// <value><see cref="InvalidTokenMode.Refuse"/></value>
    public InvalidTokenMode OnInvalidToken { get; set; }

    /// <summary>Where to look for a token, in this order; the first source that has one wins. Empty means header, sub-protocol, ticket, cookie, query.</summary>
    public IList<TokenSource> TokenSources { get; } = [];

    /// <summary>The cookie that carries a token. 1 to 128 characters.</summary>
    /// <value>roomsockets.session</value>
    public string TokenCookie { get; set; } = "roomsockets.session";

    /// <summary>Origins beside the host's own whose pages may connect: scheme, host and port, for instance <c>https://chat.example</c>; no wildcards.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Whether pages without an origin (<c>Origin: null</c>, opened from disk or in a sandbox) may connect.</summary>
    /// <value>false</value>
    public bool AllowNullOrigin { get; set; }

    /// <summary>Whether the pages of every origin may connect. Cookies then let any web site act for its visitors; a warning is logged at every start.</summary>
    /// <value>false</value>
    public bool AllowAnyOrigin { get; set; }
}

/// <summary>How a handshake is refused.</summary>
public enum HandshakeRefusalMode
{
    /// <summary>With an HTTP status and a JSON problem body. The default.</summary>
    BeforeUpgrade,

    /// <summary>The upgrade is accepted and closed at once with a code and the problem's code as its reason, because browsers cannot read handshake statuses.</summary>
    AcceptThenClose,
}

/// <summary>What becomes of one connection too many of a user or an address.</summary>
public enum ConnectionLimitMode
{
    /// <summary>It is refused before the upgrade, with 429 and <c>Retry-After</c>. The default.</summary>
    Reject,

    /// <summary>It is let in, and the oldest one of that user or address is closed: 1008 <c>too many connections</c>, or 4010 for <c>roomsockets.v1.json</c>, which does not come back by itself.</summary>
    CloseOldest,
}

/// <summary>What becomes of a token that nobody accepts, where the endpoint allows anonymous connections.</summary>
public enum InvalidTokenMode
{
    /// <summary>It is refused: whoever brings one means to be somebody. The default.</summary>
    Refuse,

    /// <summary>The connection is anonymous, as it is without a token; the application decides.</summary>
    Anonymous,
}

/// <summary>Where a token was found.</summary>
public enum TokenSource
{
    /// <summary><c>Authorization: Bearer …</c> or <c>Token …</c>.</summary>
    Header,

    /// <summary>A sub-protocol <c>roomsockets.bearer.…</c> or <c>roomsockets.bearer64.…</c>.</summary>
    SubProtocol,

    /// <summary>The cookie <see cref="RoomSocketsOptions.TokenCookie"/>.</summary>
    Cookie,

    /// <summary><c>?token=…</c> or <c>?access_token=…</c>.</summary>
    Query,

    /// <summary>The frame <c>auth</c> of an open socket that speaks <c>roomsockets.v1.json</c>; not one of <see cref="RoomSocketsOptions.TokenSources"/>.</summary>
    Refresh,

    /// <summary><c>?ticket=…</c>: a one-time ticket of <c>POST /api/ticket</c>, and nothing else. A ticket is taken wherever a token is, too.</summary>
    Ticket,
}
