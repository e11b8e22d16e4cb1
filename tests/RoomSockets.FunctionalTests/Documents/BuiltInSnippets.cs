using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.FunctionalTests.Documents;

// The C# of docs/middleware.md, "Built in", compiled here. DocumentTests looks for each block of the documents in this file.
internal static partial class BuiltInSnippets
{
    internal static void All(WebApplicationBuilder builder)
    {
        builder.Services.AddRoomSockets()
            .AddRoomLogging()
            .AddRoomMonitor()
            .AddRoomRateLimits(limits => limits
                .Messages(perMinute: 60, by: RateLimitBy.Connection)
                .Messages(perSecond: 200, burst: 400, by: RateLimitBy.Room)
                .Joins(perMinute: 100, by: RateLimitBy.User)
                .Connects(perMinute: 30, by: RateLimitBy.Address))
            .AddWordCensor(["darn", "heck"]);
    }

    internal static void Framework(RoomRateLimitOptions limits)
    {
        limits.Add(RateLimitKind.Messages, RateLimitBy.User, () => new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions
        {
            PermitLimit = 1000,
            Window = TimeSpan.FromHours(1),
            AutoReplenishment = false,
        }));
    }

    internal static void Transform(WebApplication app)
    {
        app.MapRoomSockets("/shout/{room}").AddMessageTransform(message =>
        {
            if (message.Text.Length == 0) return null;
            return message.Text + "!";
        });
    }

    internal static void Formats(WebApplication app)
    {
        app.MapRoomSockets("/orders/{room}").AddMessageFormat(JsonShape.Object()
            .Require("product", JsonShape.Text(maxLength: 40, minLength: 1))
            .Require("amount", JsonShape.Integer(1, 100))
            .Allow("notes", JsonShape.Array(JsonShape.Text(maxLength: 200), maxItems: 5)));
        app.MapRoomSockets("/offers/{room}").AddMessageFormat(
            OfferJson.Default.Offer,
            offer => offer.Price > 0 ? null : new MessageFault("price", "A price is more than zero."));
    }

    internal sealed record Offer(string Name, int Price);

    [JsonSerializable(typeof(Offer))]
    internal sealed partial class OfferJson : JsonSerializerContext;
}
