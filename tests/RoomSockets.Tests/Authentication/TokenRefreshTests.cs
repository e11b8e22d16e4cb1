using Microsoft.AspNetCore.Http;

namespace RoomSockets.Tests;

/// <summary>What is said of the old token must not count against the new one: whoever asks waits for the other.</summary>
public sealed class TokenRefreshTests
{
    private readonly DefaultHttpContext _http = new();

    [Fact]
    public async Task EnterAsync_WhileAnotherAsks_WaitsForIt()
    {
        var refresh = Create(TimeSpan.FromMinutes(1));
        var first = await refresh.EnterAsync().Soon();

        var second = refresh.EnterAsync().AsTask();

        second.IsCompleted.Should().BeFalse();
        first.Dispose();
        (await second.Soon()).Dispose();
    }

    [Fact]
    public async Task EnterAsync_WhereNobodyAsksAgain_DoesNotWait()
    {
        var refresh = Create(TimeSpan.Zero);
        await refresh.EnterAsync().Soon();

        (await refresh.EnterAsync().Soon()).Dispose();
    }

    [Theory]
    [InlineData(60, true, true)]
    [InlineData(60, false, false)]
    [InlineData(0, true, false)]
    public void IsKept_OnlyWhereItIsAskedAbout_IsSo(int seconds, bool hasToken, bool expected)
    {
        if (hasToken) _http.Features.Set(new KeptToken("t", TokenSource.Header));

        Create(TimeSpan.FromSeconds(seconds)).IsKept.Should().Be(expected);
    }

    private TokenRefresh Create(TimeSpan every) => new(null!, _http, new RoomSocketsOptions { RevalidateEvery = every });
}
