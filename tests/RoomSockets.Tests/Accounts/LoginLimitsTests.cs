using System.Net;
using Microsoft.Extensions.Options;

namespace RoomSockets.Tests;

public sealed class LoginLimitsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.2");

    private readonly FakeClock _clock = new();
    private readonly AccountOptions _options = new();

    [Fact]
    public async Task BeginAsync_TheEleventhFailureForAName_IsRefusedWithTheTimeToWait()
    {
        var limits = Create();
        await FailAsync(limits, "ANN", Here, 10);
        _clock.Advance(TimeSpan.FromSeconds(15));

        var refusal = await limits.BeginAsync("ANN", Here, default).Soon();

        refusal.Should().BeEquivalentTo(new { Status = 429, Code = "too_many_attempts", RetryAfter = TimeSpan.FromSeconds(45) });
        (await limits.BeginAsync("BEN", Here, default).Soon()).Should().BeNull("another name");
        _clock.Advance(TimeSpan.FromSeconds(45));
        (await limits.BeginAsync("ANN", Here, default).Soon()).Should().BeNull("a minute is over");
    }

    [Fact]
    public async Task BeginAsync_ANameThatFailedElsewhere_IsSlowedAndNotLocked()
    {
        var limits = Create();
        await FailAsync(limits, "ANN", Elsewhere, 10);

        var waiting = limits.BeginAsync("ANN", Here, default).AsTask();

        waiting.IsCompleted.Should().BeFalse();
        limits.BeginAsync("BEN", Here, default).AsTask().IsCompleted.Should().BeTrue("nobody else is slowed");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await waiting.Soon()).Should().BeNull();
    }

    [Fact]
    public async Task BeginAsync_ManyNamesFromOneAddress_AreLimitedTogether()
    {
        _options.MaxFailuresPerAddress = 20;
        var limits = Create();
        for (var i = 0; i < 20; i++) await FailAsync(limits, $"N{i}", Here, 1);

        (await limits.BeginAsync("ANN", Here, default).Soon())!.Code.Should().Be("too_many_attempts");
        (await limits.BeginAsync("ANN", Elsewhere, default).Soon()).Should().BeNull();
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public async Task BeginAsync_TwoAddresses_CountAsOneWhereOneHasBoth(string one, string other, bool isSame)
    {
        _options.MaxFailuresPerAddress = 1;
        var limits = Create();
        await FailAsync(limits, "ANN", IPAddress.Parse(one), 1);

        (await limits.BeginAsync("BEN", IPAddress.Parse(other), default).Soon() is not null).Should().Be(isSame);
    }

    [Fact]
    public async Task TakeBack_TheRightPassword_ClearsTheNameAtThatAddress()
    {
        var limits = Create();
        await FailAsync(limits, "ANN", Here, 8);
        await limits.BeginAsync("ANN", Here, default).Soon();

        limits.TakeBack("ANN", Here, wasRight: true);

        await FailAsync(limits, "ANN", Elsewhere, 1);
        var refused = 0;
        for (var i = 0; i < 11; i++)
        {
            var begin = limits.BeginAsync("ANN", Here, default).AsTask();
            _clock.Advance(TimeSpan.FromSeconds(1));
            if (await begin.Soon() is not null) refused++;
        }

        refused.Should().Be(1);
    }

    [Fact]
    public async Task TakeBack_WhatWasNeverLookedAt_CountsForNobody()
    {
        _options.MaxFailuresPerAddress = 10;
        var limits = Create();
        for (var i = 0; i < 50; i++)
        {
            (await limits.BeginAsync("ANN", Here, default).Soon()).Should().BeNull();
            limits.TakeBack("ANN", Here, wasRight: false);
        }
    }

    [Fact]
    public async Task BeginAsync_AnotherWhileOneAsks_DoesNotFindTheSamePlaceFree()
    {
        _options.MaxFailuresPerNameAndAddress = 1;
        var clock = new HookedClock();
        var limits = new LoginLimits(Options.Create(_options), clock);
        await FailAsync(limits, "BEN", Here, 1);
        AccountRefusal? second = null;
        var other = new Thread(() => second = limits.BeginAsync("ANN", Here, CancellationToken.None).AsTask().GetAwaiter().GetResult());
        // The clock is asked for the failures of the address: those of the name were looked at, and nothing is counted yet.
        clock.Once = () =>
        {
            other.Start();
            SpinWait.SpinUntil(() => other.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(10)).Should().BeTrue("it waits for the first");
        };

        var first = await limits.BeginAsync("ANN", Here, default).Soon();

        other.Join(TimeSpan.FromSeconds(10)).Should().BeTrue();
        first.Should().BeNull();
        second.Should().NotBeNull();
    }

    [Fact]
    public async Task BeginAsync_WithTheLimitsOff_NeverRefusesNorSlows()
    {
        (_options.MaxFailuresPerNameAndAddress, _options.MaxFailuresPerAddress) = (0, 0);
        var limits = Create();

        for (var i = 0; i < 1000; i++) (await limits.BeginAsync("ANN", null, default).Soon()).Should().BeNull();
    }

    [Fact]
    public async Task BeginAsync_ThousandsThatAreSlowed_DoNotAllWait()
    {
        (_options.MaxFailuresPerNameAndAddress, _options.MaxFailuresPerAddress) = (1_000_000, 0);
        var limits = Create();
        await FailAsync(limits, "ANN", Elsewhere, 10);

        var begun = Enumerable.Range(0, 1500).Select(_ => limits.BeginAsync("ANN", Here, default).AsTask()).ToList();

        begun.Count(task => !task.IsCompleted).Should().Be(1000);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(begun).Soon();
    }

    private LoginLimits Create() => new(Options.Create(_options), _clock);

    private static async Task FailAsync(LoginLimits limits, string name, IPAddress address, int times)
    {
        for (var i = 0; i < times; i++) (await limits.BeginAsync(name, address, default).Soon()).Should().BeNull();
    }

    private sealed class HookedClock : TimeProvider
    {
        private Action? _once;

        public Action Once
        {
            set => _once = value;
        }

        public override long GetTimestamp()
        {
            Interlocked.Exchange(ref _once, null)?.Invoke();
            return base.GetTimestamp();
        }
    }
}
