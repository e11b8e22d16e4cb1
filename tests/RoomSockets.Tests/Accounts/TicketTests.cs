using System.Security.Cryptography;
using System.Text;

namespace RoomSockets.Tests;

/// <summary>Tickets against the store: kept as a hash, good once, as good as the token that they were asked for with.</summary>
public sealed class TicketTests
{
    [Fact]
    public async Task IssueAsync_ATicket_IsKeptAsItsHash()
    {
        using var world = new AccountWorld();
        var (ticket, user) = await IssueAsync(world);

        var kept = await world.Tokens.TakeTicketAsync(SHA256.HashData(Encoding.ASCII.GetBytes(ticket[TicketForm.Prefix.Length..])), default).Soon();

        kept!.Value.User.Should().Be(user);
        kept.Value.Ticket.ExpiresAt.Should().Be(world.Clock.GetUtcNow().AddSeconds(30));
        Encoding.UTF8.GetString(kept.Value.Ticket.Content.Span).Should().NotContain(ticket[TicketForm.Prefix.Length..]);
    }

    [Fact]
    public async Task RedeemAsync_ATicket_SaysWhatItsTokenSaysNow()
    {
        using var world = new AccountWorld();
        var (ticket, user) = await IssueAsync(world);
        var token = (await world.Tokens.GetAsync(user.Id, default).Soon()).Single();
        await world.Tokens.RenewAsync(token.Id, world.Clock.GetUtcNow().AddDays(90), default).Soon();
        var issuedAt = world.Clock.GetUtcNow();
        world.Clock.Advance(TimeSpan.FromSeconds(10));

        var identity = (await world.Get<Tickets>().RedeemAsync(ticket, default).Soon()).Identity!;

        (identity.UserId, identity.UserName, identity.TokenId, identity.IsStored).Should().Be((user.ConnectionUserId, "ann", $"token:{token.Id}", true));
        (identity.ExpiresAt, identity.AsOf).Should().Be((issuedAt.AddDays(90), issuedAt));
        (await world.Get<Tickets>().RedeemAsync(ticket, default).Soon()).FailureCode.Should().Be("token_invalid", "it is used up");
    }

    [Fact]
    public async Task RedeemAsync_AfterItsTokenWasRevokedOnAnotherNode_IsRefused()
    {
        using var world = new AccountWorld();
        var (ticket, user) = await IssueAsync(world);
        // In the store alone: this node's memory knows nothing of it.
        await world.Tokens.RemoveAsync((await world.Tokens.GetAsync(user.Id, default).Soon()).Single().Id, default).Soon();

        (await world.Get<Tickets>().RedeemAsync(ticket, default).Soon()).FailureCode.Should().Be("token_invalid");
    }

    [Fact]
    public async Task CheckAgainAsync_WhileTheTokenIsThere_IsGoodAndThenNot()
    {
        using var world = new AccountWorld();
        var (ticket, user) = await IssueAsync(world);
        var tickets = world.Get<Tickets>();
        var identity = (await tickets.RedeemAsync(ticket, default).Soon()).Identity!;
        var token = (await world.Tokens.GetAsync(user.Id, default).Soon()).Single();
        await world.Tokens.RenewAsync(token.Id, world.Clock.GetUtcNow().AddDays(90), default).Soon();

        (await tickets.CheckAgainAsync(identity, default).Soon()).Identity!.ExpiresAt.Should().Be(world.Clock.GetUtcNow().AddDays(90));
        await world.Tokens.RemoveAsync(token.Id, default).Soon();

        (await tickets.CheckAgainAsync(identity, default).Soon()).FailureCode.Should().Be("token_invalid");
    }

    [Fact]
    public async Task CheckAgainAsync_OfAForeignToken_HasNobodyToAsk()
    {
        using var world = new AccountWorld();
        var identity = TokenResult.Success("auth0|7", tokenId: "jti").Identity! with { AsOf = world.Clock.GetUtcNow() };

        (await world.Get<Tickets>().CheckAgainAsync(identity, default).Soon()).Identity.Should().BeSameAs(identity);
    }

    private static async Task<(string Ticket, StoredUser User)> IssueAsync(AccountWorld world)
    {
        var user = await world.RegisterAsync("ann");
        var issued = await world.LoginAsync("ann");
        var identity = (await world.ValidateAsync(issued.Text)).Identity!;
        return ((await world.Get<Tickets>().IssueAsync(user, identity, default).Soon())!, user);
    }
}
