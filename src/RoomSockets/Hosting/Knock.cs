using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Decides whether a handshake is accepted: capacity, origin, sub-protocol, token, room, handler, in this order.</summary>
internal sealed partial class Knock(
    OriginPolicy origins,
    TokenAuthenticator authenticator,
    ConnectionLimits limits,
    RoomDirectory directory,
    ConnectionServices connections,
    EndpointOptions endpointOptions,
    EndpointMiddleware middleware,
    RoomRules rules,
    ILogger<Knock> logger,
    Restrictions restrictions,
    Enrolment? enrolment = null)
{
    private const int MaxReportedOrigins = 100;
    private readonly HashSet<string> _reportedOrigins = new(StringComparer.Ordinal);

    /// <summary>Either an entry, ready to be served, or a refusal. Whoever gets an entry gives its place back in the end.</summary>
    public async Task<(DirectoryEntry? Entry, Refusal? Refusal)> DecideAsync(HttpContext http, EndpointSettings settings)
    {
        var options = endpointOptions.Of(http.GetEndpoint());
        if ((Handshake.Inspect(http) ?? CheckOrigin(http)) is { } unfit) return (null, unfit);
        if (SubProtocols.Read(http.Request.Headers.SecWebSocketProtocol, options.MaxSubProtocols) is not { } offered)
            return (null, new Refusal(400, "too_many_subprotocols", $"At most {options.MaxSubProtocols} sub-protocols may be offered."));
        if (!SubProtocols.TryChoose(offered, out var subProtocol)) return (null, Refusal.UnknownSubProtocol);
        if (!TryReadRoom(http, out var room, out var badRoom)) return (null, badRoom);

        var (identity, refused) = await IdentifyAsync(http, options);
        if (identity is null) return (null, refused);
        if (!limits.TryAddUser(identity.UserId))
            return (null, Refusal.TooManyConnections($"A user may have {options.MaxConnectionsPerUser} connections."));
        DirectoryEntry? entry = null;
        try
        {
            entry = CreateEntry(http, settings, options, identity, room, subProtocol);
            directory.Announce(entry, HandshakeClock.Of(http, options, connections.Time).Began);
            var refusal = await AskAsync(http, entry, options);
            // Decided before it is open: its token was revoked meanwhile.
            if (refusal is null && entry.Connection.Reason is not null) refusal = Refusal.From(TokenVerdict.Refused(RoomSocketsAuthentication.TokenInvalid));
            if (refusal is null) return (entry, null);
            await ForgetAsync(entry);
            limits.RemoveUser(identity.UserId);
            return (null, refusal);
        }
        catch
        {
            if (entry is not null) await ForgetAsync(entry);
            limits.RemoveUser(identity.UserId);
            throw;
        }
    }

    private Refusal? CheckOrigin(HttpContext http)
    {
        var request = http.Request;
        if (origins.Refuse(request.Headers.Origin, request.Scheme, request.Host.Value ?? string.Empty) is not { } help) return null;
        bool isNew;
        lock (_reportedOrigins) isNew = _reportedOrigins.Count < MaxReportedOrigins && _reportedOrigins.Add(request.Headers.Origin!);
        // Once for each origin: a developer sees it at once, and nobody can fill the log with it.
        if (isNew) LogOriginRefused(help);
        return new Refusal(403, "origin", "Pages of this origin may not connect.", help);
    }

    private static bool TryReadRoom(HttpContext http, out string? room, out Refusal? refusal)
    {
        (room, refusal) = (null, null);
        if (http.Request.RouteValues["room"] is not string asked) return true;
        if (RoomName.TryNormalize(asked, out room, out var error)) return true;
        refusal = new Refusal(400, "bad_room_name", error);
        return false;
    }

    private async Task<(Identity?, Refusal?)> IdentifyAsync(HttpContext http, RoomSocketsOptions options)
    {
        var verdict = await authenticator.AuthenticateAsync(http, options, opensSocket: true);
        if (verdict.Identity is { } identity)
        {
            http.User = identity.User;
            return (identity, null);
        }

        var isNobody = verdict.Kind == TokenVerdictKind.Missing || (verdict.Kind == TokenVerdictKind.Refused && options.OnInvalidToken == InvalidTokenMode.Anonymous);
        return isNobody && SocketAuthorization.Of(http).IsAnonymous ? (Identity.Anonymous, null) : (null, Refusal.From(verdict));
    }

    private DirectoryEntry CreateEntry(HttpContext http, EndpointSettings settings, RoomSocketsOptions options, Identity identity, string? room, string? subProtocol)
    {
        var chain = middleware.Of(http.GetEndpoint());
        var extension = options.Deflate ? DeflateOffer.Choose(http.Request.Headers.SecWebSocketExtensions) : null;
        var request = new ConnectionRequest(http.Request.PathBase + http.Request.Path, http.Request.RouteValues, http.Request.Query)
        {
            Room = room,
            RemoteAddress = http.Connection.RemoteIpAddress,
            RemotePort = http.Connection.RemotePort,
            // Of others nobody asks for it, and there may be many.
            Network = enrolment is not null && identity.UserId is null ? ClientNetwork.Of(http.Connection.RemoteIpAddress) : null,
            Origin = http.Request.Headers.Origin is [{ Length: > 0 } origin] ? origin : null,
            SubProtocol = subProtocol,
            IsCompressed = extension is not null,
        };
        var connection = new Connection(request, identity, options, connections, TokenContext.FindItems(http))
        {
            Deflates = extension is { HasFullWindow: true },
            Dialect = subProtocol == SubProtocol.V1 ? V1Dialect.Instance : null,
            Filter = chain?.Filter,
        };
        var handler = settings.CreateHandler(http.RequestServices);
        handler.Connection = connection;
        return new DirectoryEntry(connection, handler, chain);
    }

    /// <summary>The endpoint's policies may refuse, then the handler the connection, then the room: all within the handshake's time.</summary>
    private async Task<Refusal?> AskAsync(HttpContext http, DirectoryEntry entry, RoomSocketsOptions options)
    {
        using var deadline = HandshakeClock.Of(http, options, connections.Time).CreateDeadline();
        try
        {
            // First: whoever is banned costs nobody's code anything.
            if (restrictions.FindBan(entry.Connection, entry.Connection.Request.Room) is { } ban) return Refusal.Banned(ban.Until, connections.Time.GetUtcNow());
            if (!await SocketAuthorization.Of(http).IsAllowedAsync(http).WaitAsync(deadline.Token)) return Refusal.Forbidden;
            if (await entry.AskToConnectAsync(deadline.Token).AsTask().WaitAsync(deadline.Token) is { } refused) return Refusal.From(refused);
            if (entry.Connection.Request.Room is not { } room) return null;
            if (!await rules.AllowsAsync(RoomOperation.Join, room, entry.Connection.User, deadline.Token).AsTask().WaitAsync(deadline.Token)) return Refusal.NotInThisRoom;
            if (await entry.AskToJoinAsync(room, deadline.Token).AsTask().WaitAsync(deadline.Token) is { } notHere) return Refusal.From(notHere);
            return await EnrolAsync(entry.Connection, room, deadline.Token);
        }
        catch (BadRequestValueException error)
        {
            return new Refusal(400, RoomSocketsAuthentication.BadValue, error.Message);
        }
        catch (OperationCanceledException) when (deadline.Token.IsCancellationRequested)
        {
            if (!http.RequestAborted.IsCancellationRequested) LogTimedOut(entry.Chain is null ? entry.Handler.GetType().Name : $"{entry.Handler.GetType().Name}, or a middleware,", options.HandshakeTimeout);
            return Refusal.TimedOut;
        }
        catch (StoreUnavailableException error)
        {
            LogStoreUnavailable(error);
            return Refusal.StoreUnavailable;
        }
        catch (Exception error)
        {
            LogHandlerFailed(error, Culprit.Of(error, entry.Handler));
            return Refusal.Failed;
        }
    }

    /// <summary>Undoes what was done for an entry that is not served.</summary>
    public async ValueTask ForgetAsync(DirectoryEntry entry)
    {
        directory.Remove(entry);
        await entry.Connection.EndAsync();
        if (entry.Handler is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else (entry.Handler as IDisposable)?.Dispose();
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "{Help}")]
    private partial void LogOriginRefused(string help);

    private async Task<Refusal?> EnrolAsync(Connection connection, string room, CancellationToken cancellationToken)
    {
        if (enrolment is null) return null;
        return await enrolment.EnrolAsync(room, connection.UserId, connection.UserName, directory.FindStranger(connection, room), cancellationToken).AsTask().WaitAsync(cancellationToken) switch
        {
            EnrolmentResult.NoSuchRoom => Refusal.NoSuchRoom,
            EnrolmentResult.TooManyNewRooms => Refusal.TooManyNewRooms,
            EnrolmentResult.NoSuchUser => Refusal.From(TokenVerdict.Refused(RoomSocketsAuthentication.TokenInvalid)),
            _ => null,
        };
    }

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "Handler {Handler} took longer than {Timeout} to decide on a handshake, which is refused with 503.")]
    private partial void LogTimedOut(string handler, TimeSpan timeout);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning, Message = "The store cannot tell about a room; the handshake is refused with 503.")]
    private partial void LogStoreUnavailable(Exception error);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "{Culprit} failed to decide on a handshake, which is refused with 500.")]
    private partial void LogHandlerFailed(Exception error, string culprit);
}
