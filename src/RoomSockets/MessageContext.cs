using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RoomSockets;

/// <summary>One message of one client while it is handled. Valid until the handler's task completes: keep copies, not this object.</summary>
public abstract class MessageContext
{
    private const int MaxJsonDepth = 32;
    private string? _text;

    private protected MessageContext(IConnection connection) => Connection = connection;

    /// <summary>Who sent it.</summary>
    public IConnection Connection { get; }

    /// <summary>The room that it is meant for: the room of the frame for <c>roomsockets.v1.json</c>; else the room of the route, null where the route has none.</summary>
    public abstract string? Room { get; }

    /// <summary>What kind of message it is. Handlers see <see cref="MessageKind.Message"/> alone; middleware sees all.</summary>
    public MessageKind Kind { get; private protected set; }

    /// <summary>The id of the user that a <see cref="MessageKind.Direct"/> message is for; else null.</summary>
    public string? To { get; private protected set; }

    /// <summary>The name of a <see cref="MessageKind.Signal"/>; else null.</summary>
    public string? Name { get; private protected set; }

    /// <summary>The content as it came; its bytes are reused after the handler's task has completed. Set it to change what those see who come next, and what is relayed.</summary>
    public MessageData Data
    {
        get;
        set
        {
            field = value;
            _text = null;
        }
    }

    /// <summary>True for text, false for binary.</summary>
    public bool IsText => !Data.IsBinary;

    /// <summary>The text, which is valid UTF-8; of a binary message, an empty string.</summary>
    public string Text => _text ??= IsText ? Encoding.UTF8.GetString(Data.Bytes.Span) : string.Empty;

    /// <summary>A fresh service scope for this message, created when first asked for and disposed when the handler's task has completed.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Cancelled when the connection is to end.</summary>
    public CancellationToken Cancellation => Connection.Closing;

    /// <summary>Reads the message as JSON, at most 32 levels deep.</summary>
    /// <param name="typeInfo">How to read it, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <returns>The value; null only for the JSON literal <c>null</c>.</returns>
    /// <exception cref="InvalidMessageException">It is no JSON of that form. Unhandled, it closes the sender with 1008 and says where the error is.</exception>
    public T? ReadJson<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        try
        {
            var reader = new Utf8JsonReader(Data.Bytes.Span, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
            var value = JsonSerializer.Deserialize(ref reader, typeInfo);
            // A second value behind the first one is an error too, and only a further read finds it.
            return reader.Read() ? throw new JsonException("There is something behind the JSON value.") : value;
        }
        catch (JsonException error)
        {
            throw new InvalidMessageException($"not the expected JSON, at {error.Path ?? "$"}, byte {error.BytePositionInLine ?? 0}", error);
        }
    }

    /// <summary>Hands the message as it came to the room that it is meant for: text is published, binary is sent unnumbered.</summary>
    /// <exception cref="InvalidOperationException">There is no such room, or the connection is no member of it.</exception>
    public abstract ValueTask RelayAsync();

    /// <summary>Publishes text to the room that the message is meant for, in the sender's place.</summary>
    /// <param name="data">Text; a string converts by itself.</param>
    /// <returns>The offset in the room; 0 where a middleware dropped it. Waits while the room's inbox is full.</returns>
    /// <exception cref="InvalidOperationException">There is no such room, or the connection is no member of it.</exception>
    public abstract ValueTask<long> PublishAsync(MessageData data);

    /// <summary>Sends to the sender alone, as <see cref="IConnection.SendAsync"/>.</summary>
    public ValueTask ReplyAsync(MessageData data) => Connection.SendAsync(data, Cancellation);

    /// <summary>Sends a value as JSON text to the sender alone, as <see cref="IConnection.SendJsonAsync"/>.</summary>
    public ValueTask ReplyJsonAsync<T>(T value, JsonTypeInfo<T> typeInfo) => Connection.SendJsonAsync(value, typeInfo, Cancellation);

    /// <summary>
    /// Tells the sender that the message was not taken: one that speaks <c>roomsockets.v1.json</c> by an <c>error</c> with its id, a raw
    /// one by <paramref name="rawText"/>, else by the same <c>error</c> as JSON text. The connection stays open. The first refusal
    /// wins and the message goes no further; after something was published in its place it does nothing.
    /// </summary>
    /// <param name="code">A stable code for programs, for instance <c>rejected</c>, <c>invalid</c> or <c>rate_limited</c>; at most 64 characters.</param>
    /// <param name="detail">What is wrong, in words that the sender may see.</param>
    /// <param name="field">The field that is wrong; null for none.</param>
    /// <param name="retryAfter">When it makes sense to send it again; null where that would not help.</param>
    /// <param name="rawText">What a raw sender is told; null for the JSON text of the error.</param>
    public abstract void Refuse(string code, string detail, string? field = null, TimeSpan? retryAfter = null, string? rawText = null);

    /// <summary>The end of the way through the middleware: what is done with the message where nobody stands in between.</summary>
    internal abstract ValueTask ArriveAsync();
}
