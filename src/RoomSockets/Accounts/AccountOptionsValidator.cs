using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Checks every option of accounts and reports all errors at once: the name, the value, the range.</summary>
internal sealed class AccountOptionsValidator : IValidateOptions<AccountOptions>
{
    private const int MaxPrefix = 32;
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestTicket = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTicket = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3653);

    public ValidateOptionsResult Validate(string? name, AccountOptions options)
    {
        List<string> errors = [];
        if (options.TokenPrefix is null or { Length: > MaxPrefix } || !options.TokenPrefix.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            errors.Add($"AccountOptions.TokenPrefix is '{options.TokenPrefix}'; it may have up to {MaxPrefix} letters, digits, - and _.");
        if (string.Equals(options.TokenPrefix, TicketForm.Prefix, StringComparison.Ordinal))
            errors.Add($"AccountOptions.TokenPrefix is '{options.TokenPrefix}', which one-time tickets have. Choose another one.");
        if (options.TicketLifetime < ShortestTicket || options.TicketLifetime > LongestTicket || options.TicketLifetime.Ticks % TimeSpan.TicksPerSecond != 0)
            errors.Add($"AccountOptions.TicketLifetime is {options.TicketLifetime}; it must be between {ShortestTicket} and {LongestTicket}, in whole seconds.");
        if (options.TokenLifetime < ShortestLife || options.TokenLifetime > LongestLife)
            errors.Add($"AccountOptions.TokenLifetime is {options.TokenLifetime}; it must be between {ShortestLife} and {LongestLife}, or null for ever.");
        if (options.TokenCacheTime < TimeSpan.Zero || options.TokenCacheTime > TimeSpan.FromMinutes(1))
            errors.Add($"AccountOptions.TokenCacheTime is {options.TokenCacheTime}; it must be between 00:00:00 and 00:01:00.");
        Within(errors, options.MaxTokensPerUser, 1, 1000);
        Within(errors, options.MaxTicketsPerUser, 1, 1000);
        Within(errors, options.MinPasswordLength, 1, Bcrypt.MaxPasswordBytes);
        Within(errors, options.PasswordCost, Bcrypt.MinCost, 16);
        Within(errors, options.MaxWaitingHashes, 0, 10_000);
        Within(errors, options.MaxFailuresPerNameAndAddress, 0, 1_000_000);
        Within(errors, options.MaxFailuresPerAddress, 0, 1_000_000);
        Within(errors, options.MaxRegistrationsPerAddress, 0, 1_000_000);
        Within(errors, options.MaxNewRoomsPerHour, 0, 1_000_000);
        Within(errors, options.MaxNewRoomsPerAddress, 0, 1_000_000);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Within(List<string> errors, int value, int min, int max, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (value < min || value > max) errors.Add($"AccountOptions.{expression["options.".Length..]} is {value}; it must be between {min} and {max}.");
    }
}
