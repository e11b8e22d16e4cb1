namespace RoomSockets.Testing;

/// <summary>Users that cases begin with.</summary>
internal static class Users
{
    public static async Task<StoredUser> AddUserAsync(this StoreUnderTest store, string name) =>
        await store.Users.AddAsync(name, $"hash of {name}", default) ?? throw new SpecificationFailedException($"the name '{name}' is free.", "it is taken");
}
