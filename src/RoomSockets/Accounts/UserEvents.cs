using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>The host's user store with an event: whoever adds a user, and however, those who asked for it hear of it.</summary>
internal sealed partial class UserEvents(IUserStore store, IServiceScopeFactory scopes, IEnumerable<UserCreatedHandler> handlers, ILogger<UserEvents> logger) : IUserStore
{
    private readonly UserCreatedHandler[] _handlers = [.. handlers];

    public async ValueTask<StoredUser?> AddAsync(string name, string passwordHash, CancellationToken cancellationToken)
    {
        var user = await store.AddAsync(name, passwordHash, cancellationToken);
        if (user is not null) await RaiseAsync(user);
        return user;
    }

    public async ValueTask<(StoredUser User, bool IsNew)> GetOrAddExternalAsync(string externalId, string? name, CancellationToken cancellationToken)
    {
        var found = await store.GetOrAddExternalAsync(externalId, name, cancellationToken);
        if (found.IsNew) await RaiseAsync(found.User);
        return found;
    }

    public ValueTask<StoredUser?> FindByNameAsync(string name, CancellationToken cancellationToken) => store.FindByNameAsync(name, cancellationToken);

    public ValueTask<StoredUser?> FindExternalAsync(string externalId, CancellationToken cancellationToken) => store.FindExternalAsync(externalId, cancellationToken);

    public ValueTask<StoredUser?> FindAsync(long id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    public ValueTask<bool> SetPasswordHashAsync(long id, string passwordHash, string? replaces, CancellationToken cancellationToken) => store.SetPasswordHashAsync(id, passwordHash, replaces, cancellationToken);

    /// <summary>
    /// The user is there, whatever the handlers make of it, and there is no second first time: it is told to all of them, even
    /// where whoever asked for the user has gone.
    /// </summary>
    private async ValueTask RaiseAsync(StoredUser user)
    {
        if (_handlers.Length == 0) return;
        if (AppendScope.IsInside) _ = Task.Run(() => RaiseApartAsync(user));
        else await RaiseNowAsync(user);
    }

    private async Task RaiseApartAsync(StoredUser user)
    {
        AppendScope.Leave();
        await RaiseNowAsync(user);
    }

    private async ValueTask RaiseNowAsync(StoredUser user)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var token = await scope.ServiceProvider.GetRequiredService<TokenIssuer>().IssueAsync(user, CancellationToken.None);
            foreach (var handler in _handlers) await TellAsync(handler, new UserCreatedContext(user, token.Text, scope.ServiceProvider));
        }
        catch (Exception error)
        {
            LogFailed(error, user.Id);
        }
    }

    private async ValueTask TellAsync(UserCreatedHandler handler, UserCreatedContext context)
    {
        try
        {
            await handler.InvokeAsync(context, CancellationToken.None);
        }
        catch (Exception error)
        {
            LogFailed(error, context.User.Id);
        }
    }

    [LoggerMessage(EventId = 8001, Level = LogLevel.Error, Message = "OnUserCreated failed for user {UserId}. The user is there all the same.")]
    private partial void LogFailed(Exception error, long userId);
}
