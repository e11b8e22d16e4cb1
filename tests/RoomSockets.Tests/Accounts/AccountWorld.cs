using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

/// <summary>Accounts as a host puts them together, over the store in memory, with a fake clock and hashes that cost little.</summary>
internal sealed class AccountWorld : IDisposable
{
    public static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    public static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.2");

    private readonly ServiceProvider _services;

    public AccountWorld(Action<AccountOptions>? configure = null, Action<IRoomSocketsBuilder>? build = null, IPasswordHasher? hasher = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(hasher ?? Hashes);
        var builder = services.AddRoomSockets().AddMemoryStore().ConfigureAccounts(options => options.PasswordCost = 4);
        if (configure is not null) builder.ConfigureAccounts(configure);
        build?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public FakeClock Clock { get; } = new();

    public CountingHasher Hashes { get; } = new();

    public AccountService Accounts => Get<AccountService>();

    public IUserStore Users => Get<IUserStore>();

    public ITokenStore Tokens => Get<ITokenStore>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public async Task<StoredUser> RegisterAsync(string name, string password = "password")
    {
        var answer = await Accounts.RegisterAsync(name, password, AccountWorld.Here, default).Soon();
        answer.Refusal.Should().BeNull();
        return answer.Value!;
    }

    public async Task<IssuedToken> LoginAsync(string name, string password = "password", IPAddress? address = null)
    {
        var answer = await TryLoginAsync(name, password, address);
        answer.Refusal.Should().BeNull();
        return answer.Value!;
    }

    public Task<AccountAnswer<IssuedToken>> TryLoginAsync(string name, string? password, IPAddress? address = null) =>
        Accounts.LoginAsync(name, password, address ?? Here, default).Soon();

    public async Task<TokenResult> ValidateAsync(string token)
    {
        await using var scope = _services.CreateAsyncScope();
        var validator = scope.ServiceProvider.GetServices<ITokenValidator>().Should().ContainSingle().Subject;
        return await validator.ValidateAsync(new TokenContext(token, TokenSource.Query, new DefaultHttpContext(), new ServiceCollection().BuildServiceProvider()), default).Soon();
    }

    /// <summary>A connection that was opened with a token.</summary>
    public async Task<Connection> ConnectAsync(string token)
    {
        var identity = (await ValidateAsync(token)).Identity!;
        var connection = new Connection(new ConnectionRequest("/ws", [], QueryCollection.Empty), identity, Get<RoomSocketsOptions>(), Get<ConnectionServices>());
        Get<RoomDirectory>().Add(new DirectoryEntry(connection, new RelayHandler()));
        return connection;
    }

    public static string? NameOf(TokenResult result) => result.Identity?.User.FindFirstValue(ClaimTypes.Name);

    public void Dispose() => _services.Dispose();
}
