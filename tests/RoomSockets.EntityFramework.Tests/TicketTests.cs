using Microsoft.EntityFrameworkCore;
using RoomSockets.Databases;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>Tickets between nodes: two hosts over one database.</summary>
public sealed class TicketTests
{
    private const int Rounds = 20;
    private static readonly DateTimeOffset Now = new(2100, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [Databases]
    public async Task TakeTicketAsync_OnTwoNodesAtOnce_IsWonByOne(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var here = await StoreHost.CreateAsync(database);
        await using var there = await StoreHost.CreateAsync(database);
        var user = (await here.Users.AddAsync("ann", "hash", default).Soon())!;
        for (var round = 1; round <= Rounds; round++)
        {
            var hash = Hash(round);
            await (round % 2 == 0 ? here : there).Tokens.AddTicketAsync(hash, Ticket(user), 5, default).AsTask().Soon();

            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(async () => await (at % 2 == 0 ? here : there).Tokens.TakeTicketAsync(hash, default)))).Soon();

            taken.Count(ticket => ticket is not null).Should().Be(1, "round {0}", round);
            taken.Single(ticket => ticket is not null)!.Value.User.Should().Be(user);
        }

        (await here.WithContextAsync(context => context.Set<Ticket>().CountAsync())).Should().Be(0);
    }

    [Theory]
    [Databases]
    public async Task Tickets_OfAUserWhoIsRemoved_GoWithIt(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StoreHost.CreateAsync(database);
        var user = (await host.Users.AddAsync("ann", "hash", default).Soon())!;
        await host.Tokens.AddTicketAsync(Hash(1), Ticket(user), 5, default).AsTask().Soon();

        await host.WithContextAsync(context => context.Set<User>().Where(row => row.Id == user.Id).ExecuteDeleteAsync());

        (await host.Tokens.TakeTicketAsync(Hash(1), default).Soon()).Should().BeNull();
    }

    [Theory]
    [Databases]
    public async Task AddTicketAsync_ManyAtOnceOnTwoNodes_KeepsNoMoreThanMayBe(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var here = await StoreHost.CreateAsync(database);
        await using var there = await StoreHost.CreateAsync(database);
        var user = (await here.Users.AddAsync("ann", "hash", default).Soon())!;

        await Task.WhenAll(Enumerable.Range(1, 24).Select(at => Task.Run(async () => await (at % 2 == 0 ? here : there).Tokens.AddTicketAsync(Hash(at), Ticket(user), 3, default)))).Soon();
        await here.Tokens.AddTicketAsync(Hash(100), Ticket(user), 3, default).AsTask().Soon();

        (await here.WithContextAsync(context => context.Set<Ticket>().CountAsync())).Should().Be(3);
    }

    private static StoredTicket Ticket(StoredUser user) => new(user.Id, new byte[] { 1 }, Now, Now.AddSeconds(30));

    private static byte[] Hash(int of) => [.. Enumerable.Repeat((byte)of, 32)];
}
