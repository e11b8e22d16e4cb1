using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Checks every option and reports all errors at once: the name, the value, the range.</summary>
internal sealed class RoomSocketsOptionsValidator : IValidateOptions<RoomSocketsOptions>
{
    private static readonly SearchValues<char> CookieNameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    public ValidateOptionsResult Validate(string? name, RoomSocketsOptions options)
    {
        List<string> errors = [];
        Counts(options, errors);
        Times(options, errors);
        Texts(options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Counts(RoomSocketsOptions options, List<string> errors)
    {
        Within(errors, options.MaxMessageBytes, 1, 268_435_456);
        Within(errors, options.MaxFragments, 1, 1_000_000);
        Within(errors, options.OutboxBytes, 4096, 1_073_741_824);
        Within(errors, options.OutboxMessages, 1, 1_000_000);
        Within(errors, options.InboxMessages, 1, 1_000_000);
        Within(errors, options.MaxLingeringCloses, 0, 1_000_000);
        Within(errors, options.MaxHandshakes, 1, 1_000_000);
        Within(errors, options.MaxConnections, 1, 10_000_000);
        Within(errors, options.MaxConnectionsPerAddress, 1, 10_000_000);
        Within(errors, options.MaxConnectionsPerUser, 1, 10_000_000);
        Within(errors, options.MaxRoomsPerConnection, 1, 100_000);
        Within(errors, options.MaxRooms, 1, 10_000_000);
        Within(errors, options.MaxSubProtocols, 1, 1000);
        Within(errors, options.DeflateMinBytes, 0, 1_048_576);
        Within(errors, options.RecoveryMessages, 0, 10_000);
        Within(errors, options.PresenceLimit, 0, 100_000);
        Within(errors, options.MaxNewDirectsPerHour, 0, 1_000_000);
        Within(errors, options.MaxProtocolErrors, 0, 1_000_000);
        Within(errors, options.MessagesPerSecond, 0, 1_000_000);
        Within(errors, options.MessageBurst, 1, 1_000_000);
        Within(errors, options.JoinsPerSecond, 0, 1_000_000);
        Within(errors, options.JoinBurst, 1, 1_000_000);
        if (options.BacklogBytes is < 0 or > 17_179_869_184) errors.Add($"RoomSocketsOptions.BacklogBytes is {options.BacklogBytes}; it must be between 0 and 17179869184.");
        if (options.InboxMessages > options.OutboxMessages)
            errors.Add($"RoomSocketsOptions.InboxMessages is {options.InboxMessages}, more than OutboxMessages ({options.OutboxMessages}): a room's batch could be more than a member's outbox holds. Make OutboxMessages larger, or InboxMessages smaller.");
        if (options.OutboxBytes - Frame.MaxHeader < options.MaxMessageBytes)
            errors.Add($"RoomSocketsOptions.OutboxBytes is {options.OutboxBytes}, too little for a message of MaxMessageBytes ({options.MaxMessageBytes}) and its header: nobody could be sent the largest message. Make it at least {(long)options.MaxMessageBytes + Frame.MaxHeader}.");
    }

    private static void Times(RoomSocketsOptions options, List<string> errors)
    {
        Within(errors, options.MessageTimeout, 1, 3600);
        Within(errors, options.OutboxTimeout, 1, 3600);
        Within(errors, options.PingInterval, 1, 3600);
        Within(errors, options.DeadAfter, 2, 7200);
        Within(errors, options.CloseTimeout, 0.1, 60);
        Within(errors, options.HandshakeTimeout, 0.1, 300);
        Within(errors, options.RoomRetention, 0, 86_400);
        Within(errors, options.DrainTimeout, 0, 600);
        Within(errors, options.PresenceGrace, 0, 600);
        Within(errors, options.RevalidateEvery, 0, 86_400);
        if (options.PingInterval >= options.DeadAfter)
            errors.Add($"RoomSocketsOptions.DeadAfter is {options.DeadAfter}, not more than PingInterval ({options.PingInterval}): a silent peer would count as dead before it was asked. Make DeadAfter larger.");
    }

    private static void Texts(RoomSocketsOptions options, List<string> errors)
    {
        if (options.TokenCookie is not { Length: >= 1 and <= 128 } name || name.AsSpan().ContainsAnyExcept(CookieNameCharacters))
            errors.Add($"RoomSocketsOptions.TokenCookie is '{options.TokenCookie}'; a cookie name has 1 to 128 characters: letters, digits and !#$%&'*+-.^_`|~ (RFC 6265, section 4.1.1).");
        if (!Enum.IsDefined(options.Refusal))
            errors.Add($"RoomSocketsOptions.Refusal is {options.Refusal}, which is no HandshakeRefusalMode.");
        if (!Enum.IsDefined(options.OnInvalidToken))
            errors.Add($"RoomSocketsOptions.OnInvalidToken is {options.OnInvalidToken}, which is no InvalidTokenMode.");
        if (!Enum.IsDefined(options.PerUserLimitMode))
            errors.Add($"RoomSocketsOptions.PerUserLimitMode is {options.PerUserLimitMode}, which is no ConnectionLimitMode.");
        if (!Enum.IsDefined(options.PerAddressLimitMode))
            errors.Add($"RoomSocketsOptions.PerAddressLimitMode is {options.PerAddressLimitMode}, which is no ConnectionLimitMode.");
        foreach (var source in options.TokenSources.Where(source => !Enum.IsDefined(source) || source == TokenSource.Refresh))
            errors.Add($"RoomSocketsOptions.TokenSources contains {source}, which is no TokenSource.");
        foreach (var origin in options.AllowedOrigins.Where(origin => !Origin.TryParse(origin, out _)))
            errors.Add($"RoomSocketsOptions.AllowedOrigins contains '{origin}', which is no origin. Write scheme, host and port and nothing else, for instance \"https://chat.example\" or \"http://localhost:5173\"; wildcards are not supported.");
    }

    private static void Within(List<string> errors, int value, int min, int max, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (value < min || value > max) errors.Add($"RoomSocketsOptions.{NameOf(expression)} is {value}; it must be between {min} and {max}.");
    }

    private static void Within(List<string> errors, TimeSpan value, double min, double max, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (value < TimeSpan.FromSeconds(min) || value > TimeSpan.FromSeconds(max))
            errors.Add($"RoomSocketsOptions.{NameOf(expression)} is {value}; it must be between {TimeSpan.FromSeconds(min)} and {TimeSpan.FromSeconds(max)}.");
    }

    private static string NameOf(string expression) => expression["options.".Length..];
}
