using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>The door: lets a handshake in or refuses it over HTTP, upgrades, and hands the bytes to the pipeline.</summary>
internal sealed class RoomSocketEndpoint(
    Knock knock,
    Drain drain,
    ConnectionLimits limits,
    RefusalWriter refusals,
    PipelineServices pipeline,
    TokenAuthenticator authenticator,
    RoomSocketsOptions options)
{
    public Task InvokeAsync(HttpContext http) =>
        TakePlace(http.Connection.RemoteIpAddress) is { } full ? refusals.WriteAsync(http, full) : ServeAsync(http);

    /// <summary>Counts before anything is done for the client: in all, then per address.</summary>
    private Refusal? TakePlace(System.Net.IPAddress? address)
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
    private async Task ServeAsync(HttpContext http)
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

            var connection = new ConnectionPipeline(entry, pipeline, new TokenRefresh(authenticator, http, entry.Connection.Options));
            if (!connection.TryEnter())
            {
                await knock.ForgetAsync(entry);
                await refusals.WriteAsync(http, Refusal.Overloaded("There are too many rooms."));
                return;
            }

            await using var wire = await AcceptAsync(http, entry);
            if (wire is null) return;
            await using var lost = http.RequestAborted.UnsafeRegister(static connection => ((Connection)connection!).OnTransportLost(), entry.Connection);
            await connection.RunAsync(wire);
        }
        finally
        {
            if (entry is not null) limits.RemoveUser(entry.Connection.UserId);
            limits.RemoveAddress(http.Connection.RemoteIpAddress);
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
