namespace RoomSockets.Tests;

public sealed class RecentKeysTests
{
    private readonly RecentKeys _keys = new();

    [Fact]
    public void FindOrAdd_TheSameKeyOfTheSameUser_IsTheFirst()
    {
        var first = Of("ann", "k");

        _keys.FindOrAdd(first).Should().BeNull();
        first.Offset = 7;

        _keys.FindOrAdd(Of("ann", "k"))!.Offset.Should().Be(7);
        _keys.FindOrAdd(Of("bob", "k")).Should().BeNull("keys are each user's own");
        _keys.FindOrAdd(Of("ann", "K")).Should().BeNull();
    }

    [Fact]
    public void FindOrAdd_WithoutAKeyOrAnOwner_IsNeverARepetition()
    {
        for (var i = 0; i < 2; i++)
        {
            _keys.FindOrAdd(Of("ann", null)).Should().BeNull();
            _keys.FindOrAdd(new Publication { Key = "k" }).Should().BeNull("nobody's keys are nobody's");
        }
    }

    [Fact]
    public void FindOrAdd_AfterAFailure_MayTryAgain()
    {
        var first = Of("ann", "k");
        _keys.FindOrAdd(first);
        first.Place!.HasFailed = true;
        var second = Of("ann", "k");

        _keys.FindOrAdd(second).Should().BeNull();
        second.Offset = 2;

        _keys.FindOrAdd(Of("ann", "k"))!.Offset.Should().Be(2);
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void FindOrAdd_ManyKeys_ForgetsTheOldest(int others, bool isKnown)
    {
        _keys.FindOrAdd(Of("ann", "k"));
        for (var i = 0; i < others; i++) _keys.FindOrAdd(Of("ann", $"{i}"));

        (_keys.FindOrAdd(Of("ann", "k")) is not null).Should().Be(isKnown);
    }

    private static Publication Of(string user, string? key) => new() { From = new UserRef(user, null), Key = key };
}
