namespace RoomSockets.Tests;

public sealed class RoomSocketsOptionsValidatorTests
{
    /// <summary>The documented ranges. Where two options depend on each other the companion is set so that the range alone decides.</summary>
    public static TheoryData<string, int, int> Counts => new()
    {
        { nameof(RoomSocketsOptions.MaxMessageBytes), 1, 268_435_456 },
        { nameof(RoomSocketsOptions.MaxFragments), 1, 1_000_000 },
        { nameof(RoomSocketsOptions.OutboxBytes), 4096, 1_073_741_824 },
        { nameof(RoomSocketsOptions.OutboxMessages), 1, 1_000_000 },
        { nameof(RoomSocketsOptions.InboxMessages), 1, 1_000_000 },
        { nameof(RoomSocketsOptions.MaxLingeringCloses), 0, 1_000_000 },
        { nameof(RoomSocketsOptions.MaxHandshakes), 1, 1_000_000 },
        { nameof(RoomSocketsOptions.MaxConnections), 1, 10_000_000 },
        { nameof(RoomSocketsOptions.MaxConnectionsPerAddress), 1, 10_000_000 },
        { nameof(RoomSocketsOptions.MaxConnectionsPerUser), 1, 10_000_000 },
        { nameof(RoomSocketsOptions.MaxRoomsPerConnection), 1, 100_000 },
        { nameof(RoomSocketsOptions.MaxRooms), 1, 10_000_000 },
        { nameof(RoomSocketsOptions.RecoveryMessages), 0, 10_000 },
        { nameof(RoomSocketsOptions.PresenceLimit), 0, 100_000 },
        { nameof(RoomSocketsOptions.MaxNewDirectsPerHour), 0, 1_000_000 },
        { nameof(RoomSocketsOptions.MaxProtocolErrors), 0, 1_000_000 },
        { nameof(RoomSocketsOptions.MessagesPerSecond), 0, 1_000_000 },
        { nameof(RoomSocketsOptions.MessageBurst), 1, 1_000_000 },
        { nameof(RoomSocketsOptions.JoinsPerSecond), 0, 1_000_000 },
        { nameof(RoomSocketsOptions.JoinBurst), 1, 1_000_000 },
        { nameof(RoomSocketsOptions.MaxSubProtocols), 1, 1000 },
        { nameof(RoomSocketsOptions.DeflateMinBytes), 0, 1_048_576 },
    };

    /// <summary>In milliseconds.</summary>
    public static TheoryData<string, int, int> Times => new()
    {
        { nameof(RoomSocketsOptions.MessageTimeout), 1000, 3_600_000 },
        { nameof(RoomSocketsOptions.OutboxTimeout), 1000, 3_600_000 },
        { nameof(RoomSocketsOptions.PingInterval), 1000, 3_600_000 },
        { nameof(RoomSocketsOptions.DeadAfter), 2000, 7_200_000 },
        { nameof(RoomSocketsOptions.CloseTimeout), 100, 60_000 },
        { nameof(RoomSocketsOptions.HandshakeTimeout), 100, 300_000 },
        { nameof(RoomSocketsOptions.RoomRetention), 0, 86_400_000 },
        { nameof(RoomSocketsOptions.PresenceGrace), 0, 600_000 },
        { nameof(RoomSocketsOptions.DrainTimeout), 0, 600_000 },
        { nameof(RoomSocketsOptions.RevalidateEvery), 0, 86_400_000 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void Validate_Count_HasItsRange(string name, int min, int max)
    {
        Check(name, min - 1, false);
        Check(name, min, true);
        Check(name, max, true);
        Check(name, max + 1, false);
        Check(name, int.MinValue, false);
        Check(name, int.MaxValue, false);
    }

    [Fact]
    public void Validate_LimitModes_AreOfTheirKind() => new RoomSocketsOptionsValidator()
        .Validate(null, new RoomSocketsOptions { PerUserLimitMode = (ConnectionLimitMode)9, PerAddressLimitMode = (ConnectionLimitMode)9 }).Failures.Should().HaveCount(2);

    [Theory]
    [MemberData(nameof(Times))]
    public void Validate_Time_HasItsRange(string name, int min, int max)
    {
        var tick = TimeSpan.FromTicks(1);
        Check(name, TimeSpan.FromMilliseconds(min) - tick, false);
        Check(name, TimeSpan.FromMilliseconds(min), true);
        Check(name, TimeSpan.FromMilliseconds(max), true);
        Check(name, TimeSpan.FromMilliseconds(max) + tick, false);
        Check(name, TimeSpan.MinValue, false);
        Check(name, TimeSpan.MaxValue, false);
        Check(name, Timeout.InfiniteTimeSpan, false);
    }

    [Fact]
    public void Tables_NumericAndTimeOptions_AreAllThere()
    {
        var properties = typeof(RoomSocketsOptions).GetProperties();

        Counts.Select(row => (string)row[0]).Should().BeEquivalentTo(properties.Where(one => one.PropertyType == typeof(int)).Select(one => one.Name));
        Times.Select(row => (string)row[0]).Should().BeEquivalentTo(properties.Where(one => one.PropertyType == typeof(TimeSpan)).Select(one => one.Name));
    }

    [Fact]
    public void Validate_Defaults_AreValid() => Validation.ErrorsOf(new RoomSocketsOptions()).Should().BeEmpty();

    private static void Check(string name, object value, bool valid)
    {
        var options = new RoomSocketsOptions { MaxMessageBytes = 1, PingInterval = TimeSpan.FromSeconds(1), DeadAfter = TimeSpan.FromHours(2) };
        if (name == nameof(RoomSocketsOptions.MaxMessageBytes)) options.OutboxBytes = 1_073_741_824;
        typeof(RoomSocketsOptions).GetProperty(name)!.SetValue(options, value);

        var errors = Validation.ErrorsOf(options).Where(error => error.Contains("it must be between", StringComparison.Ordinal));

        if (valid) errors.Should().BeEmpty("{0} may be {1}", name, value);
        else errors.Should().ContainSingle("{0} may not be {1}", name, value).Which.Should().StartWith($"RoomSocketsOptions.{name} is {value};");
    }
}

internal static class Validation
{
    public static List<string> ErrorsOf(RoomSocketsOptions options) =>
        [.. new RoomSocketsOptionsValidator().Validate(null, options).Failures ?? []];
}
