using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Testing;

/// <summary>A token validator for one case of the specification.</summary>
/// <param name="Add">Adds it, and what it needs: <c>rooms => rooms.AddTokenValidator&lt;MyValidator>()</c>.</param>
/// <param name="Good">A token that it accepts. At least 6 characters.</param>
/// <param name="UserId">The id of the user for whom the good token stands.</param>
/// <param name="Release">Frees what the case used when it is over; null for nothing to free.</param>
public sealed record ValidatorUnderTest(Action<IRoomSocketsBuilder> Add, string Good, string UserId, Func<ValueTask>? Release = null) : IAsyncDisposable
{
    /// <summary>A token of the same kind that has expired; null where tokens do not, and what is promised of it is not tried.</summary>
    /// <value>null</value>
    public string? Expired { get; init; }

    /// <summary>The clock of the host; the system's by default.</summary>
    /// <value>null</value>
    public TestClock? Clock { get; init; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Release is { } release) await release();
    }
}
