namespace RoomSockets;

/// <summary>A user who was just created: by registration, by the host through <see cref="IUserStore"/>, or on first sight of an external id.</summary>
/// <param name="User">The user.</param>
/// <param name="Token">A token that was issued for the user; this is the only time that it is seen. Logging in issues another.</param>
/// <param name="Services">A scope of the event's own.</param>
public sealed record UserCreatedContext(StoredUser User, string Token, IServiceProvider Services);

/// <summary>Somebody who wants to know of new users.</summary>
internal sealed record UserCreatedHandler(Func<UserCreatedContext, CancellationToken, ValueTask> InvokeAsync);
