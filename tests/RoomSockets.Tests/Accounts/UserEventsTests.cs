using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

public sealed class UserEventsTests
{
    private readonly List<UserCreatedContext> _told = [];

    [Fact]
    public async Task OnUserCreated_Registration_GetsTheUserAndATokenThatWorks()
    {
        using var world = Create();

        var user = await world.RegisterAsync("ann");

        var context = _told.Should().ContainSingle().Subject;
        context.User.Id.Should().Be(user.Id);
        AccountWorld.NameOf(await world.ValidateAsync(context.Token)).Should().Be("ann");
        (await world.Tokens.GetAsync(user.Id, default).Soon()).Should().ContainSingle();
    }

    [Fact]
    public async Task OnUserCreated_ByTheHostAndOnFirstSight_IsToldOnceEach()
    {
        using var world = Create();

        await world.Users.AddAsync("ann", "1:password", default).Soon();
        await world.Users.GetOrAddExternalAsync("https://id.example/7", "ben", default).Soon();
        await world.Users.GetOrAddExternalAsync("https://id.example/7", "ben", default).Soon();
        await world.Users.AddAsync("ANN", "1:password", default).Soon();

        _told.Select(context => context.User.Name).Should().Equal("ann", "ben");
    }

    [Fact]
    public async Task OnUserCreated_SeveralHandlers_GetOneAndTheSameToken()
    {
        using var world = new AccountWorld(options => options.OneTokenPerUser = true, build: builder => builder.OnUserCreated(Note).OnUserCreated(Note));

        await world.RegisterAsync("ann");

        _told.Should().HaveCount(2);
        _told[1].Token.Should().Be(_told[0].Token);
        (await world.ValidateAsync(_told[0].Token)).Identity.Should().NotBeNull();
    }

    [Fact]
    public async Task OnUserCreated_AHandlerThatThrows_CostsNeitherTheUserNorTheOthers()
    {
        using var world = new AccountWorld(build: builder => builder.OnUserCreated(static (_, _) => throw new InvalidOperationException("broken")).OnUserCreated(Note));

        await world.RegisterAsync("ann");

        _told.Should().ContainSingle();
        (await world.TryLoginAsync("ann", "password")).Value.Should().NotBeNull();
    }

    [Fact]
    public async Task OnUserCreated_WhoeverAskedHasGone_IsToldAllTheSame()
    {
        using var gone = new CancellationTokenSource();
        using var world = new AccountWorld(build: builder => builder.OnUserCreated(async (context, cancellationToken) =>
        {
            await gone.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }).OnUserCreated(Note));

        await world.Users.AddAsync("ann", "1:password", gone.Token).Soon();

        _told.Should().ContainSingle();
    }

    [Fact]
    public async Task OnUserCreated_ItsServices_AreAScopeOfItsOwn()
    {
        object? scoped = null;
        using var world = new AccountWorld(build: builder =>
        {
            builder.Services.AddScoped<Scoped>();
            builder.OnUserCreated((context, _) =>
            {
                scoped = context.Services.GetRequiredService<Scoped>();
                return ValueTask.CompletedTask;
            });
        });

        await world.RegisterAsync("ann");

        scoped.Should().BeOfType<Scoped>().Which.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task OnUserCreated_Nobody_NoTokenThatNobodyWouldHold()
    {
        using var world = new AccountWorld();

        var user = await world.RegisterAsync("ann");

        (await world.Tokens.GetAsync(user.Id, default).Soon()).Should().BeEmpty();
    }

    private AccountWorld Create() => new(build: builder => builder.OnUserCreated(Note));

    private ValueTask Note(UserCreatedContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _told.Add(context);
        return ValueTask.CompletedTask;
    }

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
