using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>The door: lets a handshake in or refuses it over HTTP, upgrades, and hands the bytes to the pipeline.</summary>
internal sealed class RoomSocketEndpoint(
    Knock knock,
    Drain drain,
    ConnectionLimits limits,
    RefusalWriter refusals,
    PipelineServices pipeline,
    Revalidation revalidation,
    TokenAuthenticator authenticator,
    RoomSocketsOptions options)
{
    public Task InvokeAsync(HttpContext http)
    {
        // As the host sees it: the peer's, or the forwarded one where the host has configured that.
        var address = http.Connection.RemoteIpAddress is { } known ? ClientNetwork.Of(known) : null;
        return TakePlace(address) is { } full ? refusals.WriteAsync(http, full) : ServeAsync(http, address);
    }

    /// <summary>Counts before anything is done for the client: in all, then per address.</summary>
    private Refusal? TakePlace(string? address)
    {
        if (drain.HasBegun) return Refusal.ShuttingDown;
        if (!limits.TryAddConnection()) return Refusal.Overloaded($"The server has its {options.MaxConnections} connections.");
        if (limits.TryAddAddress(address)) return null;
        limits.RemoveConnection();
        return Refusal.TooManyConnections($"An address may have {options.MaxConnectionsPerAddress} connections.");
    }

    private async Task<(DirectoryEntry?, Refusal?)> DecideAsync(HttpContext http)
    {
        if (!limits.TryBeginHandshake()) return (null, Refusal.Overloaded($"{options.MaxHandshakes} handshakes are in progress."));
        try
        {
            return await knock.DecideAsync(http, http.GetEndpoint()!.Metadata.GetMetadata<EndpointSettings>()!);
        }
        finally
        {
            limits.EndHandshake();
        }
    }

    /// <summary>From the knock until the connection is forgotten. One method on purpose: what waits here waits as long as the connection lives, once for each of them.</summary>
    private async Task ServeAsync(HttpContext http, string? address)
    {
        DirectoryEntry? entry = null;
        try
        {
            (entry, var refusal) = await DecideAsync(http);
            if (entry is null)
            {
                await refusals.WriteAsync(http, refusal!);
                return;
            }

            var refresh = new TokenRefresh(authenticator, http, entry.Connection.Options);
            var connection = new ConnectionPipeline(entry, pipeline, refresh);
            if (!connection.TryEnter())
            {
                await knock.ForgetAsync(entry);
                await refusals.WriteAsync(http, Refusal.Overloaded("There are too many rooms."));
                return;
            }

            limits.Settle(entry.Connection, address);
            await using var wire = await AcceptAsync(http, entry);
            if (wire is null) return;
            await using var watch = revalidation.Watch(entry, pipeline, refresh);
            await using var lost = http.RequestAborted.UnsafeRegister(static connection => ((Connection)connection!).OnTransportLost(), entry.Connection);
            await connection.RunAsync(wire);
        }
        finally
        {
            if (entry is not null) limits.RemoveUser(entry.Connection.UserId, entry.Connection);
            limits.RemoveAddress(address, entry?.Connection);
            limits.RemoveConnection();
            drain.OnConnectionGone();
        }
    }

    /// <summary>Null when the client has gone meanwhile, which is nothing to report.</summary>
    private async Task<Wire?> AcceptAsync(HttpContext http, DirectoryEntry entry)
    {
        try
        {
            return await Handshake.AcceptAsync(http, entry.Connection.Request.SubProtocol, entry.Connection.Options);
        }
        catch (Exception error)
        {
            await knock.ForgetAsync(entry);
            if (error is IOException or OperationCanceledException or ObjectDisposedException || http.RequestAborted.IsCancellationRequested) return null;
            throw;
        }
    }
}
