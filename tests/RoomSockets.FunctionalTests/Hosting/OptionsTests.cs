using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RoomSockets.FunctionalTests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public Task OutOfRange_InCode_IsReportedAllAtOnce() => FailsAsync(
        rooms => rooms.Services.AddRoomSockets(options =>
        {
            options.MaxMessageBytes = 0;
            options.MaxSubProtocols = 1001;
            options.PingInterval = TimeSpan.FromHours(2);
            options.CloseTimeout = TimeSpan.Zero;
            options.AllowedOrigins.Add("*.chat.example");
        }),
        "MaxMessageBytes is 0", "MaxSubProtocols is 1001", "PingInterval is 02:00:00", "CloseTimeout is 00:00:00", "'*.chat.example'");

    [Fact]
    public Task OutOfRange_InConfiguration_IsReportedAllAtOnce() => FailsAsync(
        rooms => Configure(rooms, ("MaxFragments", "0"), ("DeadAfter", "00:00:01"), ("AllowedOrigins:0", "chat.example"), ("TokenCookie", "")),
        "MaxFragments is 0", "DeadAfter is 00:00:01; it must be between", "'chat.example'", "TokenCookie");

    [Fact]
    public async Task Configuration_OfTheSection_SetsOptions()
    {
        await using var app = await StartAsync(rooms => Configure(
            rooms,
            ("MaxSubProtocols", "2"), ("HandshakeTimeout", "00:00:07"), ("Refusal", "AcceptThenClose"), ("AllowedOrigins:0", "https://page.example"),
            ("TokenSources:0", "Query"), ("TokenSources:1", "Header")));

        var options = app.Services.GetRequiredService<IOptions<RoomSocketsOptions>>().Value;

        (options.MaxSubProtocols, options.HandshakeTimeout, options.Refusal).Should().Be((2, TimeSpan.FromSeconds(7), HandshakeRefusalMode.AcceptThenClose));
        options.AllowedOrigins.Should().Equal("https://page.example");
        options.TokenSources.Should().Equal(TokenSource.Query, TokenSource.Header);
        (await app.VerdictAsync("/ws", "Origin: https://page.example")).Should().Be("101");
    }

    [Fact]
    public async Task Code_BesideConfiguration_Wins()
    {
        await using var app = await StartAsync(rooms =>
        {
            Configure(rooms, ("MaxSubProtocols", "2"), ("MaxFragments", "3"));
            rooms.Services.AddRoomSockets(options => options.MaxSubProtocols = 5);
        });

        var options = app.Services.GetRequiredService<IOptions<RoomSocketsOptions>>().Value;

        (options.MaxSubProtocols, options.MaxFragments).Should().Be((5, 3));
    }

    /// <summary>Calling it again adds options and nothing else.</summary>
    [Fact]
    public async Task AddRoomSockets_CalledTwice_Works()
    {
        await using var app = await StartAsync(rooms =>
        {
            Configure(rooms, ("AllowedOrigins:0", "https://page.example"));
            var registered = rooms.Services.Count;
            rooms.Services.AddRoomSockets();
            rooms.Services.Should().HaveCount(registered);
            rooms.Services.AddRoomSockets(options => options.MaxFragments = 7);
        });

        var options = app.Services.GetRequiredService<IOptions<RoomSocketsOptions>>().Value;

        options.MaxFragments.Should().Be(7);
        options.AllowedOrigins.Should().Equal("https://page.example");
        (await app.VerdictAsync("/ws", "Origin: https://page.example")).Should().Be("101");
    }

    private static Task<TestApp> StartAsync(Action<IRoomSocketsBuilder> add) => TestApp.StartAsync(
        map => map.MapRoomSockets("/ws", message => message.ReplyAsync(message.Data)).AllowAnonymous(), add);

    /// <summary>The host's configuration with one section more.</summary>
    private static void Configure(IRoomSocketsBuilder rooms, params (string Key, string Value)[] values) =>
        rooms.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"RoomSockets:{value.Key}", (string?)value.Value)))
            .Build());

    private static async Task FailsAsync(Action<IRoomSocketsBuilder> add, params string[] failures)
    {
        var start = async () =>
        {
            await using var app = await StartAsync(add);
        };

        var error = (await start.Should().ThrowAsync<OptionsValidationException>()).Which;
        foreach (var failure in failures) error.Failures.Should().ContainSingle(text => text.Contains(failure, StringComparison.Ordinal), failure);
        error.Message.Should().ContainAll(failures);
    }
}
