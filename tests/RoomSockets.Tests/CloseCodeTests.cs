namespace RoomSockets.Tests;

public sealed class CloseCodeTests
{
    [Fact]
    public void Check_EachCode_ThrowsWhereItMayNotTravel()
    {
        for (var code = -1; code <= 5001; code++)
        {
            var mayTravel = code is >= 1000 and <= 1014 and not (1004 or 1005 or 1006) or >= 3000 and <= 4999;
            CloseCode.MayTravel(code).Should().Be(mayTravel, "{0}", code);
            var check = () => CloseCode.Check(code);
            if (mayTravel) check.Should().NotThrow();
            else check.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"{code} may not stand in a close frame*");
        }
    }
}
