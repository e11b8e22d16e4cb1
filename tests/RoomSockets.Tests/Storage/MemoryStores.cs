using RoomSockets.Testing;

namespace RoomSockets.Tests.Storage;

/// <summary>Empty stores in memory.</summary>
internal static class MemoryStores
{
    public static StoreUnderTest Create(TimeProvider time, Action<MemoryStoreOptions>? configure = null)
    {
        var options = new MemoryStoreOptions();
        configure?.Invoke(options);
        var users = new MemoryUserStore(options, time);
        return new StoreUnderTest(new MemoryRoomStore(users, options, time), users, new MemoryTokenStore(users, options, time));
    }
}
