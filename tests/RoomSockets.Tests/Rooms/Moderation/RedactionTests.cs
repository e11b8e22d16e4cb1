using System.Text;

namespace RoomSockets.Tests;

public sealed class RedactionTests
{
    private static readonly byte[] Item = """{"offset":7,"from":{"id":"ann","name":"Änn"},"key":"k","data":"secret","at":"2026-01-01T00:00:00.000Z"}"""u8.ToArray();

    [Fact]
    public void ApplyTo_AChange_KeepsAllButTheData()
    {
        var changed = Encoding.UTF8.GetString(new Redaction(7, "öffentlich").ApplyTo(Item));

        changed.Should().NotContain("secret").And.Contain("\"key\":\"k\"").And.Contain("\"at\":\"2026-01-01T00:00:00.000Z\"").And.StartWith("{\"offset\":7,");
        System.Text.Json.Nodes.JsonNode.Parse(changed)!["data"]!.ToString().Should().Be("öffentlich");
    }

    [Fact]
    public void ApplyTo_ADeletion_LeavesThePlaceAlone()
    {
        var deleted = new Redaction(7, Data: null).ApplyTo(Item);

        Encoding.UTF8.GetString(deleted).Should().Be("""{"offset":7,"deleted":true}""");
        new Redaction(7, "back").ApplyTo(deleted).Should().Equal(deleted);
        (Redaction.OffsetOf(Item), Redaction.OffsetOf(deleted)).Should().Be((7, 7));
        (Redaction.IsDeleted(Item), Redaction.IsDeleted(deleted)).Should().Be((false, true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Replace_InABacklog_ChangesThatOneAndNoOther(long offset)
    {
        var budget = new BacklogBudget(1_000_000);
        var backlog = Fill(budget);

        backlog.Replace(new Redaction(offset, "a longer text than there was before"));
        backlog.Replace(new Redaction(0, Data: null));
        backlog.Replace(new Redaction(4, Data: null));

        (backlog.First, backlog.Last).Should().Be((1, 3));
        var texts = backlog.Find(1, 3)!.ConvertAll(Encoding.UTF8.GetString);
        for (var i = 1; i <= 3; i++) texts[i - 1].Should().Contain(i == offset ? "longer" : $"text {i}");
    }

    [Fact]
    public void CorrectBacklog_WhatWasReadBefore_IsNotBroughtBack()
    {
        var backlog = new Backlog(10, 10_000, new BacklogBudget(1_000_000));
        backlog.Reset(3);
        var redacted = new RedactedItems(backlog);
        var reading = redacted.BeginReading();
        List<byte[]> read = [.. Enumerable.Range(1, 3).Select(ItemOf)];

        redacted.Apply(new Redaction(2, Data: null));
        redacted.Apply(new Redaction(2, "back"));
        backlog.AddBefore(1, read);
        redacted.CorrectBacklog();

        Encoding.UTF8.GetString(backlog.Find(2, 2)![0]).Should().Contain("deleted");
        Encoding.UTF8.GetString(redacted.Correct(read)[1]).Should().Contain("deleted");
        redacted.Correct(read)[0].Should().Equal(read[0]);
        reading.Dispose();
        reading.Dispose();
        redacted.Correct(read).Should().BeSameAs(read, "nobody reads any more, and nothing is remembered");
    }

    private static Backlog Fill(BacklogBudget budget)
    {
        var backlog = new Backlog(10, 10_000, budget);
        for (var i = 1; i <= 3; i++) backlog.Add(i, ItemOf(i));
        return backlog;
    }

    private static byte[] ItemOf(int offset) => Encoding.UTF8.GetBytes($$"""{"offset":{{offset}},"from":null,"data":"text {{offset}}","at":"2026-01-01T00:00:00.000Z"}""");
}
