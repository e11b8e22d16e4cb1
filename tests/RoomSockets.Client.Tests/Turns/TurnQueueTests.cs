namespace RoomSockets.Client.Tests;

public sealed class TurnQueueTests
{
    [Fact]
    public void Post_InATurn_ComesAfterItAndBeforeCalls()
    {
        var order = new List<string>();
        var turns = new TurnQueue();
        turns.Post(() =>
        {
            turns.Call(() => order.Add("call"));
            turns.Post(() => order.Add("second"));
            order.Add("first");
        });

        order.Should().Equal("first", "second", "call");
    }

    [Fact]
    public void Ask_InACall_IsAnsweredAtOnce()
    {
        var answer = 0;
        var turns = new TurnQueue();
        turns.Post(() => turns.Call(() => answer = turns.Ask(() => 42)));

        answer.Should().Be(42);
    }

    [Fact]
    public async Task Post_FromManyThreads_HappensOneAtATime()
    {
        var turns = new TurnQueue();
        var count = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++) await turns.PostAsync(() => count++);
        }))).WaitAsync(ScriptedSocket.Patience);

        count.Should().Be(4000);
    }

    [Fact]
    public async Task Turn_ThatThrows_IsSeenAndStopsNobody()
    {
        var turns = new TurnQueue();
        await turns.Awaiting(queue => queue.PostAsync(() => throw new InvalidOperationException())).Should().ThrowAsync<InvalidOperationException>();
        turns.Invoking(queue => queue.Post(() => throw new InvalidOperationException())).Should().Throw<InvalidOperationException>();

        turns.Ask(() => 42).Should().Be(42);
    }
}
