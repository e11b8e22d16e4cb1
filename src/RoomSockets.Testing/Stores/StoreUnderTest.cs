namespace RoomSockets.Testing;

/// <summary>An empty store for one case of the specification.</summary>
/// <param name="Rooms">Its rooms and alerts.</param>
/// <param name="Users">Its users.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Release">Frees it when the case is over; null for nothing to free.</param>
public sealed record StoreUnderTest(IRoomStore Rooms, IUserStore Users, ITokenStore Tokens, Func<ValueTask>? Release = null) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Release is { } release) await release();
    }
}
