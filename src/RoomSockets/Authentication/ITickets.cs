namespace RoomSockets;

/// <summary>One-time tickets, as those who authenticate need them. There where a store is; the floor above knows how.</summary>
internal interface ITickets
{
    /// <summary>Uses a ticket up: of all who present it one gets the identity.</summary>
    ValueTask<TokenResult> RedeemAsync(string ticket, CancellationToken cancellationToken);

    /// <summary>Whether the token that a ticket was asked for with is still good.</summary>
    /// <param name="identity">Of a connection that came with a ticket.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<TokenResult> CheckAgainAsync(Identity identity, CancellationToken cancellationToken);
}
