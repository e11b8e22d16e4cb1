namespace RoomSockets.Tests;

/// <summary>Names of elsewhere come from token claims, and there their owners may choose them.</summary>
public sealed class StoredUserNameTests
{
    [Theory]
    [InlineData("An\uFFFEn", "Ann")]
    [InlineData("An\0n", "Ann")]
    [InlineData("e\u0301ve", "\u00E9ve")]
    public void CutName_OfWhatCannotBeKept_IsWithoutIt(string name, string expected) => StoredUser.CutName(name).Should().Be(expected);
}
