using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Accounts;

public sealed class UserEventTests
{
    [Fact]
    public async Task OnUserCreated_HoweverTheUserCame_IsCalledOnceWithATokenThatOpens()
    {
        var created = new ConcurrentQueue<UserCreatedContext>();
        await using var app = await AccountApp.StartAsync(add: rooms => rooms
            .AddTokenValidator((context, _) => ValueTask.FromResult(context.Token.StartsWith("sso-", StringComparison.Ordinal) ? TokenResult.Success(context.Token, "Sam") : TokenResult.NoResult))
            .OnUserCreated((user, _) =>
            {
                created.Enqueue(user);
                return ValueTask.CompletedTask;
            }));
        using var api = new Api(app.Http);

        await api.SignInAsync("ann");
        await app.Services.GetRequiredService<IUserStore>().AddAsync("ben", "hash", default);
        await using (await app.ConnectAsync("/ws/lobby?token=sso-1"))
        await using (await app.ConnectAsync("/ws/other?token=sso-1"))
        {
        }

        created.Select(one => one.User.Name).Should().Equal("ann", "ben", "Sam");
        created.Select(one => one.Token).Should().OnlyHaveUniqueItems();
        foreach (var (user, token, _) in created)
        {
            api.Token = token;
            (await api.GetAsync("me")).Json["username"]!.GetValue<string>().Should().Be(user.Name);
        }
    }

    [Fact]
    public async Task OnUserCreated_ThatFails_LeavesTheUserThere()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.OnUserCreated((_, _) => throw new InvalidOperationException("mail is down")));
        using var api = new Api(app.Http);

        await api.SignInAsync("ann");

        app.Logs.Expect("OnUserCreated failed");
    }
}
