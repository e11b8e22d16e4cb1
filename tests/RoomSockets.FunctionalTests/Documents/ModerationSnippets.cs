using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Documents;

// The C# of docs/moderation.md, compiled here; see Snippets.cs.
internal static class ModerationSnippets
{
    [SuppressMessage("Globalization", "CA1305", Justification = "The snippet is shown as its readers would write it.")]
    [SuppressMessage("Design", "MA0011", Justification = "The snippet is shown as its readers would write it.")]
    internal static async Task ActAsync(IConnectionManager rooms, string userId, string moderatorId)
    {
        await rooms.KickAsync("lobby", userId, "spam", actor: moderatorId); // may come back
        await rooms.BanAsync(BanSubject.OfUser(userId), "lobby", until: DateTimeOffset.Parse("2030-01-01T00:00:00Z"), reason: "spam", actor: moderatorId);
        await rooms.BanAsync(BanSubject.OfAddress(IPAddress.Parse("2001:db8::1")), reason: "attack"); // everywhere, for ever
        await rooms.MuteAsync(userId, "lobby", actor: moderatorId); // may read
        await rooms.SetSlowModeAsync("lobby", TimeSpan.FromSeconds(30), actor: moderatorId);
        await rooms.RedactAsync("lobby", offset: 57, "[removed]", actor: moderatorId);
        await rooms.DeleteAlertAsync("lobby", offset: 58, actor: moderatorId);
    }

    internal static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets()
            .AddMemoryStore()
            .ConfigureModeration(moderation => moderation.Moderators.Add("user:1")) // the id that sockets show
            .AddModeratorPolicy("staff"); // a policy of ASP.NET Core; its resource is a RoomAccessContext
    }
}
