namespace RoomSockets.SoakTests;

/// <summary>A client whose connection is cut, and the record of what it saw.</summary>
internal interface ICutClient : IAsyncDisposable
{
    /// <summary>How often it came back.</summary>
    int Reconnects { get; }

    /// <summary>How often it said that messages are missing.</summary>
    int Gaps { get; }

    /// <summary>How many of its own messages had arrived before, under the same key.</summary>
    int Duplicates { get; }

    /// <summary>The texts that it published, and the offsets where the server put them.</summary>
    IReadOnlyDictionary<string, long> Acknowledged { get; }

    /// <summary>Completes when it is in the room.</summary>
    Task JoinAsync();

    /// <summary>Completes when the message is acknowledged.</summary>
    Task PublishAsync(string text);

    /// <summary>All that was seen, when the message at an offset has been.</summary>
    Task<List<Sighting>> ReadUntilAsync(long offset);
}

/// <summary>A message where it was seen.</summary>
internal readonly record struct Sighting(long Offset, string Text);
