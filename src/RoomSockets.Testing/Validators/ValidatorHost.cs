using System.Buffers.Text;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace RoomSockets.Testing;

/// <summary>Owns a host that asks a validator, and what the host logs.</summary>
internal sealed class ValidatorHost : IAsyncDisposable
{
    private const int MinLength = 6;
    private const string Path = "/ws";
    private const string BearerEntry = "roomsockets.bearer64.";
    private readonly RoomSocketsTestHost _host;

    private ValidatorHost(RoomSocketsTestHost host, ValidatorUnderTest validator, SecretWatch watch) => (_host, Validator, Watch) = (host, validator, watch);

    public ValidatorUnderTest Validator { get; }

    public SecretWatch Watch { get; }

    public static async Task<ValidatorHost> StartAsync(ValidatorUnderTest validator)
    {
        if (validator.Good.Length < MinLength) throw new ArgumentException($"Give a good token of {MinLength} characters or more; a shorter one occurs in logs by chance.", nameof(validator));
        var watch = new SecretWatch(validator.Good);
        var host = await RoomSocketsTestHost.StartAsync(
            static app => app.MapRoomSockets(Path, static message => message.ReplyAsync(message.Data)),
            validator.Add,
            new TestHostOptions { Clock = validator.Clock, Configure = builder => builder.Logging.AddProvider(watch).SetMinimumLevel(LogLevel.Trace) });
        return new ValidatorHost(host, validator, watch);
    }

    /// <summary>Connects with a token in the header.</summary>
    public Task<TestConnection> ConnectAsync(string token) => _host.ConnectV1Async(Path, token);

    /// <summary>Connects with a token of any characters, in a sub-protocol.</summary>
    public Task<TestConnection> ConnectEncodedAsync(string token) => _host.ConnectAsync(Path, new TestConnectionOptions
    {
        V1 = true,
        Configure = socket => socket.AddSubProtocol(BearerEntry + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token))),
    });

    /// <summary>Connects with a token in the query.</summary>
    public Task<TestConnection> ConnectWithQueryAsync(string token) =>
        _host.ConnectAsync($"{Path}?access_token={Uri.EscapeDataString(token)}", new TestConnectionOptions { V1 = true });

    /// <summary>The id of the user for whom the host takes a connection.</summary>
    public static async Task<string?> ReadUserIdAsync(TestConnection connection)
    {
        var user = (await connection.ExpectTypeAsync("welcome")).Json.GetProperty("user");
        return user.ValueKind == System.Text.Json.JsonValueKind.Object ? user.GetProperty("id").GetString() : null;
    }

    /// <summary>A token is refused with 403; a validator that fails would be 503.</summary>
    public async Task RefusesAsync(string token, string promise)
    {
        try
        {
            await using var connection = await ConnectEncodedAsync(token);
        }
        catch (HandshakeRefusedException refused)
        {
            Promise.Holds(refused.Status == HttpStatusCode.Forbidden, promise, $"{(int)refused.Status} {refused.Code}. {string.Join("; ", _host.Errors)}");
            return;
        }

        throw new SpecificationFailedException(promise, "it was accepted");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
