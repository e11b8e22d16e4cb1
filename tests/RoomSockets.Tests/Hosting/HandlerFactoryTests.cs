using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.EntityFrameworkCore
{
    /// <summary>Stands in for Entity Framework's own class, which the library knows by its name alone.</summary>
    public class DbContext;
}

namespace RoomSockets.Tests
{
    public sealed class HandlerFactoryTests
    {
        [Fact]
        public void For_ConstructorTakesADbContext_ThrowsAndNamesTheCure() =>
            FluentActions.Invoking(HandlerFactory.For<TakesContext>).Should().Throw<InvalidOperationException>()
                .WithMessage("*TakesContext takes AppContext 'database'*message.Services.GetRequiredService<AppContext>()*");

        [Fact]
        public void For_ConstructorTakesADbContextItself_Throws() =>
            FluentActions.Invoking(HandlerFactory.For<TakesBase>).Should().Throw<InvalidOperationException>().WithMessage("*DbContext 'context'*");

        [Fact]
        public void For_OneOfSeveralConstructorsTakesADbContext_Throws() =>
            FluentActions.Invoking(HandlerFactory.For<TakesContextAmongOthers>).Should().Throw<InvalidOperationException>();

        [Fact]
        public void For_AbstractHandler_Throws() =>
            FluentActions.Invoking(HandlerFactory.For<RoomHandler>).Should().Throw<InvalidOperationException>().WithMessage("RoomHandler is abstract*");

        [Fact]
        public void For_ClassOfTheSameShortName_IsAllowed() =>
            HandlerFactory.For<TakesNamesake>()(new ServiceCollection().AddSingleton<DbContextOf>().BuildServiceProvider()).Should().BeOfType<TakesNamesake>();

        [Fact]
        public void Create_EachTime_IsANewHandlerWithItsServices()
        {
            using var services = new ServiceCollection().AddSingleton<DbContextOf>().BuildServiceProvider();
            var create = HandlerFactory.For<TakesNamesake>();

            var (one, two) = (create(services), create(services));

            one.Should().NotBeSameAs(two);
            ((TakesNamesake)one).Service.Should().BeSameAs(services.GetRequiredService<DbContextOf>());
        }

        [Fact]
        public void Create_ServiceIsMissing_NamesIt()
        {
            using var services = new ServiceCollection().BuildServiceProvider();

            FluentActions.Invoking(() => HandlerFactory.For<TakesNamesake>()(services)).Should().Throw<InvalidOperationException>().WithMessage($"*{nameof(DbContextOf)}*");
        }

        private class BaseContext : DbContext;

        private sealed class AppContext : BaseContext;

        private sealed class DbContextOf;

        private sealed class TakesContext : RoomHandler
        {
            public TakesContext(AppContext database) => _ = database;
        }

        private sealed class TakesBase : RoomHandler
        {
            public TakesBase(DbContext context) => _ = context;
        }

        private sealed class TakesContextAmongOthers : RoomHandler
        {
            public TakesContextAmongOthers()
            {
            }

            public TakesContextAmongOthers(AppContext context) => _ = context;
        }

        private sealed class TakesNamesake(DbContextOf service) : RoomHandler
        {
            public DbContextOf Service { get; } = service;
        }
    }
}
