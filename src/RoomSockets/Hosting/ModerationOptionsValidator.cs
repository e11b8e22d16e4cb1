using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>Checks every option of moderation and reports all errors at once.</summary>
internal sealed class ModerationOptionsValidator : IValidateOptions<ModerationOptions>
{
    public ValidateOptionsResult Validate(string? name, ModerationOptions options)
    {
        List<string> errors = [];
        if (options.RefreshInterval < TimeSpan.FromSeconds(1) || options.RefreshInterval > TimeSpan.FromMinutes(10))
            errors.Add($"ModerationOptions.RefreshInterval is {options.RefreshInterval}; it must be between 00:00:01 and 00:10:00.");
        if (options.MaxRestrictions is < 1 or > 1_000_000)
            errors.Add($"ModerationOptions.MaxRestrictions is {options.MaxRestrictions}; it must be between 1 and 1000000.");
        if (options.MaxRestrictionsPerRoom is < 1 or > 1_000_000)
            errors.Add($"ModerationOptions.MaxRestrictionsPerRoom is {options.MaxRestrictionsPerRoom}; it must be between 1 and 1000000.");
        if (options.MaxCreatorActionsPerHour is < 0 or > 1_000_000)
            errors.Add($"ModerationOptions.MaxCreatorActionsPerHour is {options.MaxCreatorActionsPerHour}; it must be between 0 and 1000000.");
        if (options.Moderators.Any(static id => id is not { Length: > 0 and <= BanSubject.MaxUserIdLength }))
            errors.Add($"ModerationOptions.Moderators has an id that is empty or longer than {BanSubject.MaxUserIdLength} characters; write ids as connections know them, for instance \"user:7\".");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
