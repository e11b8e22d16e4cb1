using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace RoomSockets;

/// <summary>One-time tickets, so that no token of long life has to stand in the URL of a socket.</summary>
internal sealed class TicketEndpoints(Tickets tickets, IOptions<AccountOptions> options)
{
    public void Map(ApiGroup api) => api.MapForUser(
        new("ticket", "POST", "/ticket", "Tickets", "Issues a ticket that opens one socket, once and soon; the socket lives as long as the caller's token.", typeof(ApiTicket)) { Refusals = [400] },
        IssueAsync);

    private async Task IssueAsync(HttpContext http, Caller caller)
    {
        var ticket = await tickets.IssueAsync(caller.User, caller.Identity, http.RequestAborted)
            ?? throw ApiException.BadValue("Your token stands for more claims than a ticket can.");
        await ApiGroup.WriteAsync(http, new ApiTicket(ticket, (int)options.Value.TicketLifetime.TotalSeconds), ApiJson.Default.ApiTicket);
    }
}
