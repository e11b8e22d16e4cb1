namespace RoomSockets.Tests;

#pragma warning disable CA5394 // Chance needs no secrecy here.

/// <summary>Published, signalled and sent to some: one order for all who keep up, deflated or not.</summary>
public sealed class RoomMixedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Flush_MixedMessages_KeepTheirOrderForEachMember(int seed)
    {
        await using var rig = new Rig(options => options.DeflateMinBytes = 50);
        var random = new Random(seed);
        var members = Enumerable.Range(0, 6).Select(i => rig.Join(deflates: i % 2 == 0)).ToList();
        var expected = members.ConvertAll(_ => new List<string>());
        for (var i = 0; i < 500; i++)
        {
            var text = $"{i}".PadRight(random.Next(3) == 0 ? 300 : 5, '.');
            var left = random.Next(2) == 0 ? members.Where(_ => random.Next(3) == 0).ToList() : [];
            var isSignal = random.Next(3) == 0;
            rig.Post(text, new PostOptions(isSignal, isSignal && random.Next(2) == 0 ? "k" : null, [.. left.Select(member => member.Connection.Id)]));
            foreach (var (member, texts) in members.Zip(expected).Where(pair => !left.Contains(pair.First))) texts.Add(text);
            if (random.Next(8) == 0) rig.Room.Flush();
        }

        rig.Room.Flush();

        foreach (var (member, texts) in members.Zip(expected)) member.Wire.Texts.Should().Equal(texts);
        rig.Services.Drops.Signals.Should().Be(0, "all of them keep up");
    }

    [Fact]
    public async Task Flush_MemberStalls_MissesOnlySignals()
    {
        await using var rig = new Rig(options => (options.OutboxMessages, options.InboxMessages) = (20, 20));
        var (_, fast) = rig.Join();
        var (connection, slow) = rig.Join();
        slow.Hold();
        for (var i = 0; i < 18; i++)
        {
            rig.Deliver($"d{i}");
            rig.Deliver($"s{i}", new PostOptions(IsSignal: true));
        }

        slow.Release();
        await connection.Outbox.WhenIdleAsync().Soon();

        connection.Reason.Should().BeNull();
        fast.Texts.Should().HaveCount(36);
        slow.Texts.Where(text => text[0] == 'd').Should().Equal(Enumerable.Range(0, 18).Select(i => $"d{i}"));
        fast.Texts.Intersect(slow.Texts).Should().Equal(slow.Texts, "what arrives, arrives in order");
        rig.Services.Drops.Signals.Should().Be(36 - slow.Texts.Count()).And.BePositive();
    }

    [Fact]
    public async Task Flush_PlainAndDeflatingMembers_GetTheSame()
    {
        await using var rig = new Rig();
        var (_, plain) = rig.Join();
        var (deflating, small) = rig.Join(deflates: true);
        var text = new string('x', 10_000);

        rig.Deliver(text);
        rig.Deliver("short");
        rig.Deliver(MessageData.Binary(RigFrame.Noise(1000)));
        deflating.Post(text);
        await deflating.SendAsync("alone").Soon();

        plain.Frames.Should().OnlyContain(frame => !frame.IsDeflated);
        small.Frames.Select(frame => frame.IsDeflated).Should().Equal(true, false, false, true, false);
        small.Texts.Take(3).Should().Equal(plain.Texts);
        small.Texts.Skip(3).Should().Equal(text, "alone");
    }

    [Fact]
    public async Task Flush_LastDeflatingMemberLeft_TheRestIsSentPlain()
    {
        await using var rig = new Rig();
        var (_, plain) = rig.Join();
        var (deflating, small) = rig.Join(deflates: true);
        var before = rig.Room.Members.Snapshot().RawDeflates;
        rig.Room.Members.Remove(deflating, out _).Should().BeTrue();
        var after = rig.Room.Members.Snapshot().RawDeflates;

        rig.Deliver(new string('x', 10_000));

        (before, after).Should().Be((true, false));
        plain.Frames.Should().ContainSingle().Which.IsDeflated.Should().BeFalse();
        small.Frames.Should().BeEmpty();
    }
}
