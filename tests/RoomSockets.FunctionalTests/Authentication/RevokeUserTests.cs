using Microsoft.Extensions.DependencyInjection;
using RoomSockets.FunctionalTests.Accounts;
using RoomSockets.FunctionalTests.Lifecycle;
using RoomSockets.FunctionalTests.V1;

namespace RoomSockets.FunctionalTests.Authentication;

/// <summary>All tokens of a user at once.</summary>
public sealed class RevokeUserTests
{
    [Fact]
    public async Task RevokeUserAsync_OfAnAccount_ClosesItsSocketsAndRemovesItsTokens()
    {
        await using var app = await AccountApp.StartAsync();
        using var api = new Api(app.Http);
        var bens = await api.SignInAsync("ben");
        var (phone, laptop) = (await api.SignInAsync("ann"), await api.SignInAsync("ann"));
        await using var onPhone = await app.ConnectAsync($"/ws/lobby?token={phone}");
        await using var onLaptop = await V1Client.ConnectAsync(app, laptop, "/ws/lobby");
        await using var ben = await app.ConnectAsync($"/ws/lobby?token={bens}");
        var user = (await app.Rooms.GetMembersAsync("lobby")).Last(member => member.UserName == "ann").UserId!;

        (await app.Rooms.RevokeUserAsync(user)).Should().Be(2);

        (await onPhone.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await onLaptop.ReadEndAsync()).Code.Should().Be(4001);
        foreach (var token in new[] { phone, laptop }) (await app.RefusalAsync($"/ws/lobby?token={token}")).Should().Be("403 token_invalid");
        (await api.GetAsync("me")).Problem.Should().Be((401, "token_invalid"));
        await ben.SendAsync("still here");
        (await ben.ReceiveAsync()).Should().Be("still here");
        (await app.Rooms.RevokeUserAsync(user)).Should().Be(0);
        (await app.Rooms.RevokeUserAsync("nobody")).Should().Be(0);
    }

    [Fact]
    public async Task RevokeUserAsync_OfAUserOfTheHosts_RemovesTheTokensThatWereIssuedHere()
    {
        await using var app = await AccountApp.StartAsync(add: rooms => rooms.AddNames());
        var users = app.Services.GetRequiredService<IUserStore>();
        var (user, _) = await users.GetOrAddExternalAsync("ann", "Ann", default);
        var issued = await app.Services.GetRequiredService<ITokenIssuer>().IssueAsync(user.Id);
        await using var own = await app.ConnectAsync("/ws/lobby?token=ok-ann");
        await using var here = await app.ConnectAsync($"/ws/lobby?token={issued}");

        (await app.Rooms.RevokeUserAsync("ann")).Should().Be(2);

        (await own.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await here.ReceiveCloseAsync()).Should().Be((1008, "token_invalid"));
        (await app.RefusalAsync($"/ws/lobby?token={issued}")).Should().Be("403 token_invalid");
        (await app.RefusalAsync("/ws/lobby?token=ok-ann")).Should().Be("101", "what another validator accepts it accepts again");
    }

    /// <summary>The user was good when the handshake began, and is not any more when the connection opens.</summary>
    [Fact]
    public async Task RevokeUserAsync_WhileAHandshakeIsUnderWay_ReachesItToo()
    {
        var (entered, open) = (Waiting.Gate(), Waiting.Gate());
        await using var app = await TestApp.StartAsync(map => map.MapDoor(), rooms => rooms.AddTokenValidator(async (_, cancellationToken) =>
        {
            entered.TrySetResult();
            await open.Task.WaitAsync(cancellationToken);
            return TokenResult.Success("ann");
        }));
        var knock = app.KnockAsync("/ws?token=t");
        await entered.Task.Patiently();

        await app.Rooms.RevokeUserAsync("ann");
        open.SetResult();

        await using var client = await knock;
        client.Status.Should().Be(101);
        (await client.ReadCloseAsync()).Should().Be((1008, "token_invalid"));
        (await app.WhoAsync("/ws?token=t")).Should().Be("ann", "what begins later is its validator's to judge");
    }
}
