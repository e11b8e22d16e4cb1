using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace RoomSockets.Tests;

public sealed class ConnectionRequestTests
{
    [Fact]
    public void GetRouteValue_EachType_IsParsed()
    {
        var id = Guid.NewGuid();
        var request = Request(new() { ["n"] = "42", ["g"] = id.ToString(), ["d"] = "1.5", ["t"] = "text" });

        request.GetRouteValue<int>("n").Should().Be(42);
        request.GetRouteValue<Guid>("g").Should().Be(id);
        request.GetRouteValue<double>("d").Should().Be(1.5);
        request.GetRouteValue<string>("t").Should().Be("text");
        request.GetRouteValue("T").Should().Be("text", "names of route values ignore case");
    }

    [Fact]
    public void GetRouteValue_CultureOfTheHost_DoesNotMatter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var request = Request(new() { ["d"] = "1.5", ["o"] = 2.5 }, new() { ["d"] = "1.5", ["date"] = "03/04/2026" });

            request.GetRouteValue<double>("d").Should().Be(1.5);
            request.GetRouteValue("o").Should().Be("2.5");
            request.TryGetQuery("d", out double value).Should().BeTrue();
            value.Should().Be(1.5);
            request.TryGetQuery("date", out DateOnly date).Should().BeTrue();
            date.Should().Be(new DateOnly(2026, 3, 4));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void GetRouteValue_Missing_IsNullOrThrows()
    {
        var request = Request(new() { ["empty"] = "", ["null"] = null });

        foreach (var name in new[] { "empty", "null", "absent" })
        {
            request.GetRouteValue(name).Should().BeNull();
            request.Invoking(one => one.GetRouteValue<int>(name)).Should().Throw<BadRequestValueException>()
                .WithMessage($"The route value '{name}' is missing; a value of type Int32 is expected.").Which.Name.Should().Be(name);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1,5")]
    [InlineData("99999999999")]
    public void GetRouteValue_WrongType_NamesItAll(string text) =>
        Request(new() { ["n"] = text }).Invoking(one => one.GetRouteValue<int>("n"))
            .Should().Throw<BadRequestValueException>().WithMessage($"The route value 'n' is '{text}', which is no Int32.");

    [Fact]
    public void TryGetQuery_WrongType_NamesItShortened()
    {
        var request = Request([], new() { ["q"] = new string('x', 65) });

        request.Invoking(one => one.TryGetQuery<int>("q", out _)).Should().Throw<BadRequestValueException>()
            .WithMessage($"The query value 'q' is '{new string('x', 64)}…', which is no Int32.");
    }

    [Fact]
    public void TryGetQuery_AbsentOrEmpty_IsFalse()
    {
        var request = Request([], new() { ["empty"] = "" });

        request.TryGetQuery<int>("empty", out _).Should().BeFalse();
        request.TryGetQuery("absent", out int value).Should().BeFalse();
        value.Should().Be(0);
        request.GetQuery("absent").Should().BeNull();
    }

    [Fact]
    public void GetQuery_SeveralValues_IsTheFirst() =>
        Request([], new() { ["q"] = new StringValues(["1", "2"]) }).GetQuery("q").Should().Be("1");

    [Fact]
    public void Request_RouteValuesChangeLater_KeepsThoseOfTheHandshake()
    {
        var route = new RouteValueDictionary { ["n"] = "1" };
        var request = new ConnectionRequest("/ws", route, QueryCollection.Empty) { Room = "r", RemoteAddress = IPAddress.Loopback, RemotePort = 5 };
        route["n"] = "2";

        request.GetRouteValue("n").Should().Be("1");
        (request.Path, request.Room, request.RemoteAddress, request.RemotePort).Should().Be(("/ws", "r", IPAddress.Loopback, 5));
    }

    private static ConnectionRequest Request(RouteValueDictionary route, Dictionary<string, StringValues>? query = null) =>
        new("/ws", route, new QueryCollection(query ?? []));
}
