using Microsoft.AspNetCore.Builder;

namespace RoomSockets.Testing.Tests.Connections;

public sealed class TestConnectionTests
{
    private static readonly TestConnectionOptions Hasty = new() { Patience = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task Expect_WhatComesLater_DropsWhatCameBefore()
    {
        await using var host = await StartEchoAsync();
        await using var connection = await host.ConnectAsync("/echo");
        await connection.SendAsync("one");
        await connection.SendAsync(new byte[] { 1, 0xAB });
        await connection.SendAsync("two");

        var binary = await connection.ExpectAsync(static message => message.IsBinary);
        (await connection.ReceiveAsync()).Text.Should().Be("two");
        binary.Data.ToArray().Should().Equal(1, 0xAB);
        (binary.Text, binary.Type).Should().Be(("01AB", null));
    }

    [Fact]
    public async Task Expect_WhatNeverComes_TellsWhatCame()
    {
        await using var host = await StartEchoAsync();
        await using var connection = await host.ConnectAsync("/echo", Hasty);
        await connection.SendAsync("""{"type":"cat"}""");

        var wait = () => connection.ExpectTypeAsync("dog");

        await wait.Should().ThrowAsync<ExpectationFailedException>().WithMessage("*'dog' did not come*{\"type\":\"cat\"}*");
        var end = () => connection.ExpectCloseAsync();
        await end.Should().ThrowAsync<ExpectationFailedException>();
    }

    [Fact]
    public async Task Close_ByEitherSide_HasItsCode()
    {
        await using var host = await StartEchoAsync();
        await using var polite = await host.ConnectAsync("/echo");
        await using var sent = await host.ConnectAsync("/echo");

        (await polite.CloseAsync()).Code.Should().Be(CloseCode.NormalClosure);
        await sent.SendAsync("away");
        (await sent.ExpectCloseAsync()).Should().Be(new TestClose(4321, "gone"));

        sent.CloseCode.Should().Be(4321);
        var wait = () => sent.ReceiveAsync();
        await wait.Should().ThrowAsync<ExpectationFailedException>().WithMessage("*4321 'gone'*");
    }

    [Fact]
    public async Task Abort_LeavesNoCloseFrame()
    {
        await using var host = await StartEchoAsync();
        await using var connection = await host.ConnectAsync("/echo");

        connection.Abort();

        (await connection.ExpectCloseAsync()).Code.Should().Be(1006);
    }

    [Fact]
    public void Message_ThatIsNoFrame_HasNoType()
    {
        foreach (var text in new[] { "", "{", "[]", "hello", """{"type":1}""", """{"type" "x"}""" })
            new TestMessage(System.Text.Encoding.UTF8.GetBytes(text), isBinary: false).Type.Should().BeNull(text);
        new TestMessage("""{"type":"ack"}"""u8.ToArray(), isBinary: true).Type.Should().BeNull();
    }

    private static Task<RoomSocketsTestHost> StartEchoAsync() => RoomSocketsTestHost.StartAsync(static app => app.MapRoomSockets("/echo", AnswerAsync).AllowAnonymous());

    private static async ValueTask AnswerAsync(MessageContext message)
    {
        if (message.IsText && message.Text == "away") message.Connection.Close(4321, "gone");
        else await message.ReplyAsync(message.Data);
    }
}
