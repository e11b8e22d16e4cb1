namespace RoomSockets.Testing;

/// <summary>One-time tickets: whoever takes one first has it.</summary>
internal static class TicketCases
{
    private const int TicketBytes = 60_000;

    private static readonly DateTimeOffset Now = new(2100, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static SpecificationCase[] All { get; } =
    [
        new("Tickets: added and taken once, with their user", TakesOnceAsync),
        new("Tickets: of many who take one at once, one gets it", TakesForOneAsync),
        new("Tickets: what ended is taken, too, with its end", TakesEndedAsync),
        new("Tickets: of a user the newest stay", KeepsNewestAsync),
        new("Tickets: of a user what ended goes first", DropsEndedAsync),
        new("Tickets: added by many at once, no more stay than may", KeepsNoMoreAsync),
        new("Tickets: what ended is removed with the tokens", RemovesEndedAsync),
        new("Tickets: of a user who is not there are an error", NobodyAsync),
        new("Tickets: a hash has 32 bytes", HashAsync),
        new("Tickets: are no tokens", ApartAsync),
    ];

    private static async Task TakesOnceAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        byte[] content = [0, 1, 255, .. Enumerable.Range(0, TicketBytes).Select(static at => (byte)at)];
        await store.Tokens.AddTicketAsync(Hash(1), new StoredTicket(user.Id, content, Now, Now.AddSeconds(30)), 5, default);

        var taken = await store.Tokens.TakeTicketAsync(Hash(1), default);

        Promise.Holds(taken is not null, "it is there", taken);
        Promise.Equal(user, taken!.Value.User, "with its user");
        Promise.Equal((user.Id, Now, Now.AddSeconds(30)), (taken.Value.Ticket.UserId, taken.Value.Ticket.CreatedAt, taken.Value.Ticket.ExpiresAt), "it is what was given");
        Promise.Sequence(content, taken.Value.Ticket.Content.ToArray(), "byte by byte");
        Promise.Equal(null, await store.Tokens.TakeTicketAsync(Hash(1), default), "the second time it is gone");
        Promise.Equal(null, await store.Tokens.TakeTicketAsync(Hash(2), default), "an unknown hash is null");
    }

    private static async Task TakesForOneAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        for (byte round = 1; round <= 10; round++)
        {
            await AddAsync(store, user, round, Now);
            var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () => await store.Tokens.TakeTicketAsync(Hash(round), default))));
            Promise.Equal(1, taken.Count(static ticket => ticket is not null), "one of them got it");
        }
    }

    private static async Task TakesEndedAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        await AddAsync(store, user, 1, Now.AddYears(-100));

        Promise.Equal(Now.AddYears(-100).AddSeconds(30), (await store.Tokens.TakeTicketAsync(Hash(1), default))?.Ticket.ExpiresAt, "its end is whoever asks's affair");
        Promise.Equal(null, await store.Tokens.TakeTicketAsync(Hash(1), default), "and it is used up");
    }

    private static async Task KeepsNewestAsync(StoreUnderTest store)
    {
        var (ann, ben) = (await store.AddUserAsync("ann"), await store.AddUserAsync("ben"));
        await AddAsync(store, ben, 9, Now);
        for (byte number = 1; number <= 4; number++) await AddAsync(store, ann, number, Now, keep: 3);

        Promise.Sequence([false, true, true, true], await ThereAsync(store, 1, 2, 3, 4), "the oldest has gone");
        Promise.Sequence([true], await ThereAsync(store, 9), "another's stays");
    }

    private static async Task DropsEndedAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        await AddAsync(store, user, 1, Now);
        await AddAsync(store, user, 2, Now.AddSeconds(20));
        await AddAsync(store, user, 3, Now.AddSeconds(31));

        Promise.Sequence([false, true, true], await ThereAsync(store, 1, 2, 3), "the first had ended");
    }

    private static async Task KeepsNoMoreAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        byte[] numbers = [.. Enumerable.Range(1, 12).Select(static number => (byte)number)];
        await Task.WhenAll(numbers.Select(number => Task.Run(async () => await AddAsync(store, user, number, Now, keep: 4))));
        await AddAsync(store, user, 100, Now, keep: 4);

        Promise.Equal(4, (await ThereAsync(store, [.. numbers, 100])).Count(static there => there), "as many as may stay");
    }

    private static async Task RemovesEndedAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        await AddAsync(store, user, 1, Now);
        await AddAsync(store, user, 2, Now.AddSeconds(5));
        await store.Tokens.AddAsync(user.Id, Hash(1), Now, default);

        Promise.Equal(2, await store.Tokens.RemoveExpiredAsync(Now.AddSeconds(31), default), "a token and a ticket have ended by then");
        Promise.Equal(0, await store.Tokens.RemoveExpiredAsync(Now.AddSeconds(31), default), "none is left");
        Promise.Sequence([false, true], await ThereAsync(store, 1, 2), "the other ticket stays");
    }

    private static Task NobodyAsync(StoreUnderTest store) => Promise.ThrowsAsync<KeyNotFoundException>(
        async () => await store.Tokens.AddTicketAsync(Hash(1), new StoredTicket(long.MaxValue, new byte[1], Now, Now), 5, default), "there is no such user");

    private static async Task HashAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        await Promise.ThrowsAsync<ArgumentException>(
            async () => await store.Tokens.AddTicketAsync(new byte[31], new StoredTicket(user.Id, new byte[1], Now, Now), 5, default), "31 bytes are no SHA-256");
    }

    private static async Task ApartAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        await AddAsync(store, user, 1, Now);
        var token = await store.Tokens.AddAsync(user.Id, Hash(2), null, default);

        Promise.Equal(null, await store.Tokens.FindAsync(Hash(1), default), "a ticket is found by nobody who looks for a token");
        Promise.Equal(null, await store.Tokens.TakeTicketAsync(Hash(2), default), "a token is taken by nobody");
        Promise.Sequence([token], await store.Tokens.GetAsync(user.Id, default), "nor is it listed");
    }

    private static ValueTask AddAsync(StoreUnderTest store, StoredUser user, byte number, DateTimeOffset at, int keep = 100) =>
        store.Tokens.AddTicketAsync(Hash(number), new StoredTicket(user.Id, new byte[] { number }, at, at.AddSeconds(30)), keep, default);

    private static async Task<List<bool>> ThereAsync(StoreUnderTest store, params byte[] numbers)
    {
        var found = new List<bool>();
        foreach (var number in numbers) found.Add(await store.Tokens.TakeTicketAsync(Hash(number), default) is not null);
        return found;
    }

    private static byte[] Hash(byte of) => [.. Enumerable.Repeat(of, 32)];
}
