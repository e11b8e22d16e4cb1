namespace RoomSockets.Testing;

/// <summary>Tokens, of which the store has hashes alone.</summary>
internal static class TokenCases
{
    private static readonly DateTimeOffset End = new(2100, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static SpecificationCase[] All { get; } =
    [
        new("Tokens: added and found with their user", AddsAsync),
        new("Tokens: of a user who is not there are an error", NobodyAsync),
        new("Tokens: a user has several", SeveralAsync),
        new("Tokens: renewed", RenewsAsync),
        new("Tokens: removed once", RemovesAsync),
        new("Tokens: what ended is found until it is removed", ExpiresAsync),
        new("Tokens: removed by many at once, removed for one of them", RemovesOnceAsync),
        new("Tokens: hashes are compared to their last byte", ComparesAllAsync),
        new("Tokens: of users whom the host knows", ExternalAsync),
        new("Tokens: a hash has 32 bytes", HashAsync),
        new("Tokens: added again it is the same, and nobody else's", AgainAsync),
    ];

    private static async Task AddsAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        var token = await store.Tokens.AddAsync(user.Id, Hash(1), End, default);
        var forEver = await store.Tokens.AddAsync(user.Id, Hash(2), null, default);

        Promise.Equal((user.Id, (DateTimeOffset?)End), (token.UserId, token.ExpiresAt), "it is what was given");
        Promise.Equal(null, forEver.ExpiresAt, "without an end it has none");
        Promise.Equal((token, user), await store.Tokens.FindAsync(Hash(1), default), "found by its hash, with its user");
        Promise.Equal(null, await store.Tokens.FindAsync(Hash(9), default), "an unknown hash is null");
    }

    private static Task NobodyAsync(StoreUnderTest store) =>
        Promise.ThrowsAsync<KeyNotFoundException>(async () => await store.Tokens.AddAsync(long.MaxValue, Hash(1), null, default), "there is no such user");

    private static async Task SeveralAsync(StoreUnderTest store)
    {
        var (ann, ben) = (await store.AddUserAsync("ann"), await store.AddUserAsync("ben"));
        var first = await store.Tokens.AddAsync(ann.Id, Hash(1), null, default);
        await store.Tokens.AddAsync(ben.Id, Hash(2), null, default);
        var second = await store.Tokens.AddAsync(ann.Id, Hash(3), End, default);

        Promise.Sequence([first, second], await store.Tokens.GetAsync(ann.Id, default), "hers, by ascending number");
        Promise.Sequence([], await store.Tokens.GetAsync(long.MaxValue, default), "nobody has none");
    }

    private static async Task RenewsAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        var token = await store.Tokens.AddAsync(user.Id, Hash(1), End, default);

        Promise.Equal(true, await store.Tokens.RenewAsync(token.Id, End.AddDays(1), default), "it is there");
        var renewed = (await store.Tokens.FindAsync(Hash(1), default))!.Value.Token;
        Promise.Equal(End.AddDays(1), renewed.ExpiresAt, "the end has moved");
        Promise.Holds(renewed.LastUsedAt >= token.LastUsedAt, "it was used", renewed.LastUsedAt);
        await store.Tokens.RenewAsync(token.Id, null, default);
        Promise.Equal(null, (await store.Tokens.FindAsync(Hash(1), default))!.Value.Token.ExpiresAt, "it has no end any more");
        Promise.Equal(false, await store.Tokens.RenewAsync(long.MaxValue, End, default), "what is not there is not renewed");
    }

    private static async Task RemovesAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        var token = await store.Tokens.AddAsync(user.Id, Hash(1), null, default);

        Promise.Equal(true, await store.Tokens.RemoveAsync(token.Id, default), "the first time it is there");
        Promise.Equal(false, await store.Tokens.RemoveAsync(token.Id, default), "the second time it is not");
        Promise.Equal(null, await store.Tokens.FindAsync(Hash(1), default), "it opens nothing");
    }

    private static async Task RemovesOnceAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        var token = await store.Tokens.AddAsync(user.Id, Hash(1), null, default);

        var removed = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () => await store.Tokens.RemoveAsync(token.Id, default))));

        Promise.Equal(1, removed.Count(static wasThere => wasThere), "one of them removed it");
    }

    private static async Task ComparesAllAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        byte[] zero = new byte[32], last = [.. new byte[31], 1];
        var first = await store.Tokens.AddAsync(user.Id, zero, null, default);
        var second = await store.Tokens.AddAsync(user.Id, last, null, default);

        Promise.Equal(first, (await store.Tokens.FindAsync(zero, default))?.Token, "the one");
        Promise.Equal(second, (await store.Tokens.FindAsync(last, default))?.Token, "the other");
        Promise.Equal(null, await store.Tokens.FindAsync(new byte[31], default), "a part of a hash is no hash");
    }

    private static async Task ExternalAsync(StoreUnderTest store)
    {
        var (user, _) = await store.Users.GetOrAddExternalAsync("auth0|7", "Ann", default);
        var token = await store.Tokens.AddAsync(user.Id, Hash(1), End, default);

        Promise.Equal((token, user), await store.Tokens.FindAsync(Hash(1), default), "found with its user");
    }

    private static async Task ExpiresAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        await store.Tokens.AddAsync(user.Id, Hash(1), End, default);
        await store.Tokens.AddAsync(user.Id, Hash(2), End.AddSeconds(1), default);
        await store.Tokens.AddAsync(user.Id, Hash(3), null, default);

        var longAgo = await store.Tokens.AddAsync(user.Id, Hash(4), End.AddYears(-100), default);
        Promise.Equal(longAgo, (await store.Tokens.FindAsync(Hash(4), default))?.Token, "what has ended is found, with its end");
        Promise.Equal(true, await store.Tokens.RemoveAsync(longAgo.Id, default), "and can be removed");

        Promise.Equal(1, await store.Tokens.RemoveExpiredAsync(End.AddMilliseconds(1), default), "one has ended by then");
        Promise.Equal(0, await store.Tokens.RemoveExpiredAsync(End.AddMilliseconds(1), default), "none is left");
        Promise.Equal(null, await store.Tokens.FindAsync(Hash(1), default), "it is gone");
        Promise.Equal(2, (await store.Tokens.GetAsync(user.Id, default)).Count, "the others stay");
    }

    private static async Task HashAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");
        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Tokens.AddAsync(user.Id, new byte[31], null, default), "31 bytes are no SHA-256");
    }

    private static async Task AgainAsync(StoreUnderTest store)
    {
        var (ann, ben) = (await store.AddUserAsync("ann"), await store.AddUserAsync("ben"));
        var token = await store.Tokens.AddAsync(ann.Id, Hash(1), End, default);

        Promise.Equal(token, await store.Tokens.AddAsync(ann.Id, Hash(1), End, default), "adding it again is harmless");
        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Tokens.AddAsync(ben.Id, Hash(1), End, default), "it is hers");
        Promise.Equal(1, (await store.Tokens.GetAsync(ann.Id, default)).Count, "there is one");
    }

    private static byte[] Hash(byte of) => [.. Enumerable.Repeat(of, 32)];
}
