namespace RoomSockets.Client;

/// <summary>How to publish a message.</summary>
public sealed record PublishOptions
{
    /// <summary>
    /// The key that makes the message unique among the sender's in its room: the server takes a second one with the same key for the
    /// first. 1 to 64 characters. Give your own (see <see cref="RoomSocketsClient.NewKey"/>) to recognise the message when it comes back.
    /// </summary>
    /// <value>null: a new one</value>
    /// <exception cref="ArgumentException">The value is out of its bounds.</exception>
    public string? Key
    {
        get;
        init => field = MessageKey.Check(value);
    }

    /// <summary>Whether the message comes back to this client, too, like to everybody in the room.</summary>
    /// <value>true</value>
    public bool Echo { get; init; } = true;
}
