using RoomSockets.Testing;

namespace RoomSockets.Tests.Storage;

public sealed class MemoryModerationStoreTests
{
    public static IEnumerable<object[]> Cases => ModerationSpecification.Cases.Select(static name => new object[] { name });

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Store_Keeps(string promise) =>
        new ModerationSpecification(static clock => ValueTask.FromResult(new ModerationStoreUnderTest(new MemoryModerationStore(new MemoryStoreOptions(), clock)))).RunAsync(promise).Soon();

    [Fact]
    public async Task RecordAsync_MoreThanAreKept_TheOldestAreForgotten()
    {
        var store = new MemoryModerationStore(new MemoryStoreOptions { AuditRecords = 3 }, new FakeClock());

        for (var i = 0; i < 4; i++) await store.RecordAsync(new NewAuditRecord(null, AuditAction.Kick, $"{i}", "r", null), default);

        (await store.ReadAuditAsync(new AuditQuery(), default)).Select(static record => record.Subject).Should().Equal("3", "2", "1");
    }
}
