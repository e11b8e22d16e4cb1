using System.Text.Json.Serialization;
using RoomSockets;

namespace ChannelsTokenAuth;

/// <summary>Answers one command, for users alone; JSON in and JSON out.</summary>
internal sealed class CommandHandler : RoomHandler
{
    public override ValueTask OnConnectingAsync(ConnectingContext context, CancellationToken cancellationToken)
    {
        // Whoever brings no good token is anonymous here, and this application lets nobody in who is.
        if (context.Connection.UserId is null) context.Refuse(403, "anonymous", "Log in first.");
        return ValueTask.CompletedTask;
    }

    public override async ValueTask OnMessageAsync(MessageContext message)
    {
        var command = message.ReadJson(CommandJson.Default.Command);
        if (command is { Name: "Say hello !" })
            await message.ReplyJsonAsync(new Answer("The command to say hello was received ", command.Data), CommandJson.Default.Answer);
    }
}

internal sealed record Command([property: JsonPropertyName("command")] string Name, [property: JsonPropertyName("data_string")] string? Data);

// The last letter is the protocol's.
internal sealed record Answer([property: JsonPropertyName("command_response")] string Text, [property: JsonPropertyName("data_string_bacK")] string? Data);

[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class CommandJson : JsonSerializerContext;
