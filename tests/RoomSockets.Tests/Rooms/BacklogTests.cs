using System.Text;

namespace RoomSockets.Tests;

public sealed class BacklogTests
{
    private readonly BacklogBudget _budget = new(1000);

    [Fact]
    public void Find_WhatIsThere_IsGivenWholeOrNotAtAll()
    {
        var backlog = Filled(5, maxMessages: 3);

        (backlog.First, backlog.Last).Should().Be((3, 5));
        Texts(backlog.Find(3, 5)).Should().Equal("3", "4", "5");
        Texts(backlog.Find(4, 4)).Should().Equal("4");
        backlog.Find(2, 5).Should().BeNull("a part of it is gone");
        backlog.Find(3, 6).Should().BeNull("it has not come yet");
        Texts(backlog.Find(6, 5)).Should().BeEmpty("nothing was missed");
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void Add_ByteBound_KeepsTheNewest(int maxBytes, int kept)
    {
        var backlog = Filled(5, maxBytes: maxBytes);

        (backlog.First, backlog.Last).Should().Be((6 - kept, 5));
    }

    [Fact]
    public void Add_AnOffsetThatDoesNotFollow_BeginsAnew()
    {
        var backlog = Filled(3);

        backlog.Add(10, Item("10"));

        (backlog.First, backlog.Last).Should().Be((10, 10));
        backlog.Find(3, 10).Should().BeNull();
    }

    [Fact]
    public void Reset_ThePosition_IsKnownWithoutMessages()
    {
        var backlog = Filled(3);

        backlog.Reset(41);

        (backlog.First, backlog.Last).Should().Be((42, 41));
        backlog.Find(42, 41).Should().BeEmpty();
        backlog.Find(41, 41).Should().BeNull();
    }

    [Fact]
    public async Task Last_WhileOlderOnesAreAdded_DoesNotMove()
    {
        byte[][] older = [.. Enumerable.Range(1, 200).Select(static i => Item($"{i}"))];
        for (var round = 0; round < 50; round++)
        {
            var backlog = new Backlog(1000, 100_000, new BacklogBudget(1_000_000));
            backlog.Reset(200);
            backlog.Add(201, Item("201"));
            using var begin = new Barrier(2);
            var adding = Task.Run(() =>
            {
                begin.SignalAndWait(TimeSpan.FromSeconds(10));
                backlog.AddBefore(1, older);
            });
            var seen = await Task.Run(() =>
            {
                begin.SignalAndWait(TimeSpan.FromSeconds(10));
                return Enumerable.Range(0, 200).Select(_ => backlog.Last).ToList();
            }).Soon();
            await adding.Soon();

            seen.Should().OnlyContain(static last => last == 201, "a position is what a joined tells");
            backlog.First.Should().Be(1);
        }
    }

    [Fact]
    public void AddBefore_TheNewestOfIt_AsFarAsThereIsRoom()
    {
        var backlog = new Backlog(4, 100, _budget);
        backlog.Reset(10);
        backlog.Add(11, Item("11"));

        backlog.AddBefore(6, [.. Enumerable.Range(6, 5).Select(static i => Item($"{i}"))]);

        (backlog.First, backlog.Last).Should().Be((8, 11));
        Texts(backlog.Find(8, 11)).Should().Equal("8", "9", "10", "11");
    }

    [Theory]
    [InlineData(5, 5)] // ends before the first one
    [InlineData(11, 3)] // begins with it
    [InlineData(12, 1)] // lies behind it
    public void AddBefore_WhatDoesNotReachTheFirst_ChangesNothing(int first, int count)
    {
        var backlog = new Backlog(100, 100, _budget);
        backlog.Reset(10);
        backlog.Add(11, Item("11"));

        backlog.AddBefore(first, [.. Enumerable.Range(first, count).Select(static i => Item($"{i}"))]);

        (backlog.First, backlog.Last).Should().Be((11, 11));
    }

    [Fact]
    public void AddBefore_WhatOverlaps_CountsOnce()
    {
        var backlog = Filled(0);
        backlog.Reset(10);
        backlog.Add(11, Item("11"));

        backlog.AddBefore(9, [Item("9"), Item("10"), Item("11")]);

        Texts(backlog.Find(9, 11)).Should().Equal("9", "10", "11");
    }

    [Fact]
    public void Budget_OfAllRooms_IsGivenBack()
    {
        var large = Item(new string('x', 5000));
        var budget = new BacklogBudget(50_000);
        var (one, two, three) = (new Backlog(100, 100_000, budget), new Backlog(100, 100_000, budget), new Backlog(100, 100_000, budget));
        for (var i = 1; i <= 10; i++) one.Add(i, large);
        two.Add(1, large);
        two.Last.Should().Be(1, "the position is known though nothing is kept");
        two.Find(1, 1).Should().BeNull();
        three.Add(1, Item("x"));
        two.Add(2, Item("x"));
        three.Find(1, 1).Should().HaveCount(1, "a little each room keeps whatever the others hold");
        two.Find(2, 2).Should().HaveCount(1);

        three.Close();
        one.Close();
        one.Add(11, Item("x"));
        two.Reset(1);
        for (var i = 2; i <= 11; i++) two.Add(i, large);

        two.Find(2, 11).Should().HaveCount(10);
        one.Find(11, 11).Should().BeNull("a room that is no more keeps nothing");
    }

    [Fact]
    public void Add_SteadyTraffic_NeverLosesThePosition()
    {
        var backlog = new Backlog(7, 20, new BacklogBudget(15));
        for (var i = 1; i <= 200; i++)
        {
            backlog.Add(i, Item(new string('x', (i % 9) + 1)));
            backlog.Last.Should().Be(i);
            backlog.Find(backlog.First, backlog.Last).Should().HaveCount((int)(backlog.Last - backlog.First + 1));
        }
    }

    private Backlog Filled(int count, int maxMessages = 100, int maxBytes = 100)
    {
        var backlog = new Backlog(maxMessages, maxBytes, _budget);
        for (var i = 1; i <= count; i++) backlog.Add(i, Item($"{i}"));
        return backlog;
    }

    private static byte[] Item(string text) => Encoding.UTF8.GetBytes(text);

    private static IEnumerable<string>? Texts(List<byte[]>? items) => items?.Select(Encoding.UTF8.GetString);
}
