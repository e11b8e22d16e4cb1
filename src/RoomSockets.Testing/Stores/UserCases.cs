namespace RoomSockets.Testing;

/// <summary>Users who registered here, and those whom the host knows.</summary>
internal static class UserCases
{
    public static SpecificationCase[] All { get; } =
    [
        new("Users: added, found by name and by number", AddsAsync),
        new("Users: names are unique without regard to case and Unicode form", NamesAsync),
        new("Users: names in other scripts are unique without regard to case too", ScriptsAsync),
        new("Users: one of many who take a name at once gets it", AddsOnceAsync),
        new("Users: the password's hash is replaced", PasswordsAsync),
        new("Users: an external user is created on first sight, once", ExternalAsync),
        new("Users: an external user is found once it was seen, and not created by looking", ExternalFoundAsync),
        new("Users: external ids are compared exactly", ExternalExactlyAsync),
        new("Users: an external user whose name is taken gets a suffix", ExternalNamesAsync),
        new("Users: an external user without a name has its id as name", ExternalWithoutNameAsync),
        new("Users: an external user with a very long name is cut, not refused", ExternalLongNameAsync),
        new("Users: many who see an external user at once create one", ExternalAtOnceAsync),
        new("Users: an external id of our own form is an error", ExternalOwnFormAsync),
    ];

    private static async Task AddsAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("Ann");

        Promise.Equal(("Ann", "hash of Ann", (string?)null), (user.Name, user.PasswordHash, user.ExternalId), "it is what was given");
        Promise.Equal($"user:{user.Id}", user.ConnectionUserId, "its id on connections");
        Promise.Equal(user, await store.Users.FindAsync(user.Id, default), "found by number");
        Promise.Equal(user, await store.Users.FindByNameAsync("Ann", default), "found by name");
        Promise.Equal(null, await store.Users.FindAsync(long.MaxValue, default), "an unknown number is null");
        Promise.Equal(null, await store.Users.FindByNameAsync("ben", default), "an unknown name is null");
    }

    private static async Task NamesAsync(StoreUnderTest store)
    {
        var ann = await store.AddUserAsync("Renée");

        foreach (var same in new[] { "renée", "RENÉE", "Rene\u0301e" })
        {
            Promise.Equal(null, await store.Users.AddAsync(same, "h", default), $"'{same}' is taken");
            Promise.Equal(ann.Id, (await store.Users.FindByNameAsync(same, default))?.Id, $"'{same}' is she");
        }

        Promise.Equal(null, await store.Users.AddAsync("Renée", ann.PasswordHash!, default), "taken it is with the same hash, too");
        Promise.Holds(await store.Users.AddAsync("Renee", "h", default) is not null, "another name is free", null);
        Promise.Equal("Renée", (await store.Users.FindAsync(ann.Id, default))!.Name, "the name stays as it was written");
    }

    private static async Task ScriptsAsync(StoreUnderTest store)
    {
        foreach (var (name, same) in new[] { ("Σίσυφος", "ΣΊΣΥΦΟΣ"), ("Жанна", "жАННА"), ("𐐀𐐁", "𐐨𐐩"), (string.Concat(Enumerable.Repeat("👩🏽", 32)), string.Concat(Enumerable.Repeat("👩🏽", 32))) })
        {
            var user = await store.AddUserAsync(name);
            Promise.Equal(null, await store.Users.AddAsync(same, "h", default), $"'{same}' is taken");
            Promise.Equal(user, await store.Users.FindByNameAsync(same, default), $"'{same}' is found");
        }
    }

    private static async Task AddsOnceAsync(StoreUnderTest store)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () => await store.Users.AddAsync("ann", $"hash {i}", default))));

        Promise.Equal(1, all.Count(static user => user is not null), "one got the name");
    }

    private static async Task PasswordsAsync(StoreUnderTest store)
    {
        var user = await store.AddUserAsync("ann");

        Promise.Equal(true, await store.Users.SetPasswordHashAsync(user.Id, "new", null, default), "it is there");
        Promise.Equal("new", (await store.Users.FindAsync(user.Id, default))!.PasswordHash, "the hash is the new one");
        Promise.Equal(false, await store.Users.SetPasswordHashAsync(user.Id, "late", "an older one", default), "somebody else was faster");
        Promise.Equal(true, await store.Users.SetPasswordHashAsync(user.Id, "newer", (await store.Users.FindAsync(user.Id, default))!.PasswordHash, default), "it is the one that was read");
        Promise.Equal("newer", (await store.Users.FindAsync(user.Id, default))!.PasswordHash, "and no other");
        Promise.Equal(false, await store.Users.SetPasswordHashAsync(long.MaxValue, "new", null, default), "nobody is there");
    }

    private static async Task ExternalAsync(StoreUnderTest store)
    {
        var (user, isNew) = await store.Users.GetOrAddExternalAsync("42", "Ann", default);

        Promise.Equal(true, isNew, "the first time it is new");
        Promise.Equal(("Ann", "42", (string?)null), (user.Name, user.ExternalId, user.PasswordHash), "it is what was given");
        Promise.Equal("42", user.ConnectionUserId, "its id on connections is the host's");
        Promise.Equal((user, false), await store.Users.GetOrAddExternalAsync("42", "Another name", default), "the second time it is the same");
        Promise.Equal(user, await store.Users.FindByNameAsync("ann", default), "it has its name");
    }

    private static async Task ExternalFoundAsync(StoreUnderTest store)
    {
        Promise.Equal(null, await store.Users.FindExternalAsync("auth0|7", default), "nobody has seen it");
        Promise.Equal(null, await store.Users.FindExternalAsync("auth0|7", default), "looking created nobody");
        var (user, isNew) = await store.Users.GetOrAddExternalAsync("auth0|7", "Ann", default);
        Promise.Equal(true, isNew, "it is new when it is seen");
        Promise.Equal(user, await store.Users.FindExternalAsync("auth0|7", default), "and found from then on");
        Promise.Equal(null, await store.Users.FindExternalAsync("AUTH0|7", default), "by its exact id");
    }

    private static async Task ExternalExactlyAsync(StoreUnderTest store)
    {
        string[] ids = ["abc", "ABC", " abc", "a'b\"c;--", "é", "e\u0301", "👩‍👩‍👧", "user:", "user:x", "User:1"];
        foreach (var id in ids) Promise.Equal((id, true), await ExternalAsync(store, id), $"'{id}' is a user of its own");
        foreach (var id in ids) Promise.Equal((id, false), await ExternalAsync(store, id), $"'{id}' is found again");
    }

    private static async Task ExternalNamesAsync(StoreUnderTest store)
    {
        await store.AddUserAsync("ann");
        var (first, _) = await store.Users.GetOrAddExternalAsync("a", "Ann", default);
        var (second, _) = await store.Users.GetOrAddExternalAsync("b", "ANN", default);

        Promise.Equal(3, new[] { "ann", first.Name, second.Name }.Distinct(StringComparer.OrdinalIgnoreCase).Count(), "three names");
        Promise.Holds(first.Name.StartsWith("Ann", StringComparison.Ordinal) && second.Name.StartsWith("ANN", StringComparison.Ordinal), "that begin with theirs", (first.Name, second.Name));
    }

    private static async Task ExternalWithoutNameAsync(StoreUnderTest store) =>
        Promise.Equal("auth0|7", (await store.Users.GetOrAddExternalAsync("auth0|7", null, default)).User.Name, "the id is the name");

    private static async Task ExternalLongNameAsync(StoreUnderTest store)
    {
        var (user, _) = await store.Users.GetOrAddExternalAsync(new string('x', 256), new string('é', 500), default);

        Promise.Equal(64, user.Name.Length, "64 code points are kept");
        var (tripled, _) = await store.Users.GetOrAddExternalAsync("y", new string('\uFB2C', 64), default);
        Promise.Holds(tripled.Name.EnumerateRunes().Count() <= 64, "so are names that grow when they are normalised", tripled.Name);
        var (nul, _) = await store.Users.GetOrAddExternalAsync("z", "a\0b\uD800", default);
        Promise.Holds(!nul.Name.Contains('\0', StringComparison.Ordinal), "what cannot be kept is left out", nul.Name);
        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Users.GetOrAddExternalAsync("a\0b", null, default), "an id with U+0000 is an error");
        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Users.AddAsync("a\0b", "h", default), "a name with U+0000 is an error");
        await Promise.ThrowsAsync<ArgumentException>(async () => await store.Users.GetOrAddExternalAsync(new string('x', 257), null, default), "an id of more than 256 characters is an error");
    }

    private static async Task ExternalAtOnceAsync(StoreUnderTest store)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await store.Users.GetOrAddExternalAsync("x", "Ann", default))));

        Promise.Equal(1, all.Select(static one => one.User).Distinct().Count(), "one user");
        Promise.Equal(1, all.Count(static one => one.IsNew), "new for one of them");
        Promise.Equal("Ann", all[0].User.Name, "with the name and no suffix");
    }

    private static async Task<(string? Id, bool IsNew)> ExternalAsync(StoreUnderTest store, string id)
    {
        var (user, isNew) = await store.Users.GetOrAddExternalAsync(id, "Ann", default);
        return (user.ExternalId, isNew);
    }

    private static Task ExternalOwnFormAsync(StoreUnderTest store) =>
        Promise.ThrowsAsync<ArgumentException>(async () => await store.Users.GetOrAddExternalAsync("user:1", "Mallory", default), "nobody becomes one of our users so");
}
