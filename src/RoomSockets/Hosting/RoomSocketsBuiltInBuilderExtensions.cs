using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using RoomSockets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The middleware that comes with the library, for the whole application: the first added is the outermost.</summary>
public static class RoomSocketsBuiltInBuilderExtensions
{
    /// <summary>
    /// Logs attempts, who was accepted or refused, the size and kind of each message, and how long a connection lived and why it ended,
    /// with <c>address:port</c>. Never content, a token or a query string.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the levels: Information for the life of a connection, Debug for messages.</param>
    public static IRoomSocketsBuilder AddRoomLogging(this IRoomSocketsBuilder builder, Action<RoomLoggingOptions>? configure = null) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Logging(configure));

    /// <summary>Limits how often clients send, join and connect, for instance <c>limits => limits.Messages(perMinute: 60, by: RateLimitBy.Connection)</c>. Leaving is never refused.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Says which limits.</param>
    /// <exception cref="ArgumentException">There is no limit, or one is out of range.</exception>
    public static IRoomSocketsBuilder AddRoomRateLimits(this IRoomSocketsBuilder builder, Action<RoomRateLimitOptions> configure) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.RateLimits(configure));

    /// <summary>Puts something else in the place of each message: of text, a <c>publish</c> and a <c>direct</c>; binary messages and signals pass as they are.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="transform">What takes the message's place: its own <see cref="MessageContext.Data"/> to leave it, null to drop it (a client of the sub-protocol is then told <c>rejected</c>).</param>
    public static IRoomSocketsBuilder AddMessageTransform(this IRoomSocketsBuilder builder, Func<MessageContext, MessageData?> transform) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Transform(transform));

    /// <summary>
    /// Masks words in messages, in any case and any Unicode form: composed or not, with other marks, full-width, with invisible
    /// characters in between. Whole words only; in JSON, in its strings. See <see cref="AddMessageTransform"/> for what it applies to.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="words">The words: letters and digits, at most 64 characters each.</param>
    /// <param name="mask">What takes a word's place. One character stands for each letter of the word, a longer text for the word. 1 to 16 characters.</param>
    /// <exception cref="ArgumentException">There is no word, one of them is none, or the mask is empty or too long.</exception>
    public static IRoomSocketsBuilder AddWordCensor(this IRoomSocketsBuilder builder, IEnumerable<string> words, string mask = "*") =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Censor(words, mask));

    /// <summary>Makes messages upper case; in JSON, its strings. See <see cref="AddMessageTransform"/> for what it applies to.</summary>
    public static IRoomSocketsBuilder AddUpperCase(this IRoomSocketsBuilder builder) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.UpperCase());

    /// <summary>Takes only messages that look like this; others are answered with <c>invalid</c> and the field's name, and the connection stays. Signals pass.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="shape">What a message looks like.</param>
    public static IRoomSocketsBuilder AddMessageFormat(this IRoomSocketsBuilder builder, JsonShape shape) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Format(shape));

    /// <summary>Takes only messages that can be read as a type and that a function finds right; others are answered with <c>invalid</c> and the field's name, and the connection stays. Signals pass.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="typeInfo">How to read it, from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="validate">What is wrong; null for nothing. Its words go to the client.</param>
    public static IRoomSocketsBuilder AddMessageFormat<T>(this IRoomSocketsBuilder builder, JsonTypeInfo<T> typeInfo, Func<T, MessageFault?> validate) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Format(typeInfo, validate));

    /// <summary>
    /// The same with data annotations (<c>[Required]</c>, <c>[StringLength]</c>, …) on properties, or on the parameters of a record, and
    /// <c>IValidatableObject</c>. They are looked for in the type itself, not in the types of its properties.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="typeInfo">How to read it, from a source-generated <c>JsonSerializerContext</c>.</param>
    [RequiresUnreferencedCode("It reads the attributes of properties and parameters. Pass a function that validates where the application is trimmed.")]
    public static IRoomSocketsBuilder AddMessageFormat<T>(this IRoomSocketsBuilder builder, JsonTypeInfo<T> typeInfo) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Format(typeInfo));

    /// <summary>Counts messages and bytes, in all and per room; read them from <see cref="IRoomMonitor"/>, or map them with <c>MapRoomMonitor</c>. It counts what reaches its place: what an outer middleware refused is not there.</summary>
    public static IRoomSocketsBuilder AddRoomMonitor(this IRoomSocketsBuilder builder) =>
        builder.AddRoomMiddleware(BuiltInMiddleware.Monitor());
}
