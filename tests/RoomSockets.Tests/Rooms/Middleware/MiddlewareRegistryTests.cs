using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Tests;

public sealed class MiddlewareRegistryTests
{
    [Fact]
    public async Task Dispose_OfTheContainer_DisposesWhatItMadeAndNothingElse()
    {
        var (given, made, asynchronous) = (new Ends(), new Ends(), new EndsAsynchronously());
        var steps = new ServiceCollection().AddLogging();
        steps.AddRoomSockets().AddRoomMiddleware(given).AddRoomMiddleware(_ => made).AddRoomMiddleware(_ => asynchronous);
        var services = steps.BuildServiceProvider();
        services.GetRequiredService<MiddlewareRegistry>().Application.Should().NotBeNull();

        await services.DisposeAsync();

        (given.Times, made.Times, asynchronous.Times).Should().Be((0, 1, 1));
    }

    [Fact]
    public void Dispose_OfAContainerThatDoesNotWait_DisposesAllTheSame()
    {
        var (made, asynchronous) = (new Ends(), new EndsAsynchronously());
        using (var steps = new Steps(rooms => rooms.AddRoomMiddleware(_ => made).AddRoomMiddleware(_ => asynchronous))) _ = steps.Application;

        (made.Times, asynchronous.Times).Should().Be((1, 1));
    }

    [Fact]
    public void Application_ThatNobodyAskedFor_CreatesNothing()
    {
        var created = 0;
        using (var steps = new Steps(rooms => rooms.AddRoomMiddleware(_ => new Ends(++created)))) _ = steps.Get<IConnectionManager>();

        created.Should().Be(0);
    }

    [Fact]
    public void Compose_ForTwoEndpoints_SharesTheInstancesOfTheApplication()
    {
        var created = 0;
        using var steps = new Steps(rooms => rooms.AddRoomMiddleware(_ => new Ends(++created)));
        var own = MiddlewareFactory.Use(_ => new Ends(++created));
        var registry = steps.Get<MiddlewareRegistry>();

        registry.Compose([own], []).Should().NotBeNull();
        registry.Compose([own], []).Should().NotBeNull();

        created.Should().Be(2, "one for each time that one was added");
    }

    [Fact]
    public void Application_OfMiddlewareThatInjectsTheManager_ComesIntoBeing()
    {
        using var steps = new Steps(static rooms => rooms.AddRoomMiddleware<Knower>());

        steps.Application!.Publishing.Should().NotBeNull();
    }

    [Fact]
    public void AddRoomMiddleware_OfAConstructorThatTakesADbContext_SaysWhatToDo()
    {
        var add = static () => new ServiceCollection().AddRoomSockets().AddRoomMiddleware<Keeper>();

        add.Should().Throw<InvalidOperationException>().WithMessage("*Keeper takes ShopContext 'db'. It lives as long as the application*message.Services.GetRequiredService<ShopContext>()*");
    }

    [Fact]
    public void AddReceiverFilter_OfAConstructorThatTakesADbContext_SaysWhatToDo()
    {
        var add = static () => new ServiceCollection().AddRoomSockets().AddReceiverFilter<KeepingFilter>();

        add.Should().Throw<InvalidOperationException>().WithMessage("*KeepingFilter takes ShopContext*");
    }

    private sealed class ShopContext : Microsoft.EntityFrameworkCore.DbContext;

    private sealed class Keeper(ShopContext db) : IRoomMiddleware
    {
        public ShopContext Db { get; } = db;
    }

    private sealed class KeepingFilter(ShopContext db) : IReceiverFilter
    {
        public ShopContext Db { get; } = db;

        public MessageData? Filter(in OutboundMessage message, IConnection receiver) => message.Data;
    }

    private sealed class Knower(IConnectionManager rooms) : IRoomMiddleware
    {
        public async ValueTask OnPublishingAsync(PublishingContext context, RoomStep<PublishingContext> next)
        {
            _ = await rooms.CountAsync();
            await next(context);
        }
    }

    private sealed class Ends(int number = 0) : IRoomMiddleware, IDisposable
    {
        public int Number { get; } = number;

        public int Times { get; private set; }

        public void Dispose() => Times++;
    }

    private sealed class EndsAsynchronously : IRoomMiddleware, IAsyncDisposable
    {
        public int Times { get; private set; }

        public ValueTask DisposeAsync()
        {
            Times++;
            return ValueTask.CompletedTask;
        }
    }
}
