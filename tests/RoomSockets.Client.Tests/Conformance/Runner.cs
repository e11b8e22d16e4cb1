using System.Text.Json;

namespace RoomSockets.Client.Tests;

/// <summary>Runs one case of docs/protocol/client.json.</summary>
internal sealed class Runner : IAsyncDisposable
{
    private readonly Queue<string> _tokens;
    private readonly Script _script;
    private readonly Rooms _rooms;
    private readonly Pattern _pattern = new();
    private readonly List<Task> _requests = [];

    public Runner(JsonElement steps)
    {
        _tokens = new Queue<string>(steps[0].TryGetProperty("tokens", out var tokens) ? tokens.EnumerateArray().Select(token => token.GetString()!) : []);
        _script = new Script(options =>
        {
            if (_tokens.Count > 0) options.Token = (_, _) => ValueTask.FromResult<string?>(_tokens.Count > 1 ? _tokens.Dequeue() : _tokens.Peek());
        });
        _rooms = new Rooms(_script.Client);
        _script.Client.RoomJoined += (_, room) => _rooms.Add(room);
    }

    public async Task RunAsync(JsonElement step)
    {
        var (name, value) = step.EnumerateObject().Select(field => (field.Name, field.Value)).First();
        switch (name)
        {
            case "do": await DoAsync(value.GetString()!, step); break;
            case "open": await _script.OpenAsync(welcome: null); break;
            case "receive": await _script.ReceiveAsync(_pattern.Fill(value)); break;
            case "serverClose": await CloseAsync(value.GetProperty("code").GetInt32(), value.TryGetProperty("reason", out var reason) ? reason.GetString()! : ""); break;
            case "advance": _script.Advance(value.GetDouble()); break;
            case "expectSent": ExpectSent(value); break;
            case "expectNothingSent": _script.NothingSent(); break;
            case "expectState": _script.Client.State.ToString().Should().BeEquivalentTo(value.GetString()); break;
            case "expectConnecting": _script.IsConnecting.Should().Be(value.GetBoolean()); break;
            case "expectProtocols": _script.SubProtocols.Should().Equal(value.EnumerateArray().Select(item => item.GetString())); break;
            case "expectMessages": ExpectMessages(value); break;
            case "expectGap": ExpectGap(value); break;
            case "expectRedacted": ExpectRedacted(value); break;
            case "expectLeft": ExpectLeft(value); break;
            case "expectRejected": await ExpectRejectedAsync(value); break;
            case "expectAcked": await ExpectAckedAsync(value); break;
            default: throw new NotSupportedException($"The runner knows no step '{name}'.");
        }
    }

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    private async Task DoAsync(string what, JsonElement step)
    {
        string? Text(string name) => step.TryGetProperty(name, out var value) ? value.GetString() : null;
        JsonElement Data() => step.TryGetProperty("data", out var data) ? data : default;
        var times = step.TryGetProperty("times", out var count) ? count.GetInt32() : 1;
        switch (what)
        {
            case "connect":
                _ = _script.Client.ConnectAsync();
                break;
            case "join":
                var options = new JoinOptions { History = step.TryGetProperty("history", out var history) ? history.GetInt32() : 0, Presence = step.TryGetProperty("presence", out var presence) && presence.GetBoolean() };
                _requests.Add(_rooms.Join(Text("room")!, options).Joined);
                break;
            case "publish":
                var publish = new PublishOptions { Key = Text("key"), Echo = !step.TryGetProperty("echo", out var echo) || echo.GetBoolean() };
                for (var i = 0; i < times; i++) _requests.Add(_rooms[Text("room")!].PublishAsync(Data(), publish));
                break;
            case "direct":
                for (var i = 0; i < times; i++) _requests.Add(_script.Client.DirectAsync(Text("to")!, Data(), Text("key")));
                break;
            case "signal":
                await _rooms[Text("room")!].SignalAsync(Text("name")!, Data());
                break;
            case "leave":
                _ = _rooms[Text("room")!].LeaveAsync();
                break;
            case "close":
                await _script.Client.CloseAsync().WaitAsync(ScriptedSocket.Patience);
                break;
            default:
                throw new NotSupportedException($"The runner cannot do '{what}'.");
        }
    }

    private async Task CloseAsync(int code, string reason)
    {
        if (_script.IsConnecting) _script.Refuse();
        else await _script.Socket.CloseByServerAsync(code, reason);
    }

    private void ExpectSent(JsonElement expected)
    {
        var frame = _script.Socket.TakeSent();
        frame.Should().NotBeNull($"{expected} is expected");
        _pattern.Differs(expected, frame!.Value).Should().BeNull($"{frame} was sent");
    }

    private void ExpectMessages(JsonElement expected)
    {
        var messages = _rooms.TakeMessages();
        var wanted = expected.EnumerateArray().ToLookup(item => item.GetProperty("room").GetString()!);
        messages.Select(room => room.Key).Should().BeEquivalentTo(wanted.Select(room => room.Key));
        foreach (var room in wanted)
        {
            messages[room.Key].Select(message => message.Offset).Should().Equal(room.Select(item => item.GetProperty("offset").GetInt64()));
            messages[room.Key].Zip(room).Should().OnlyContain(pair => JsonElement.DeepEquals(pair.First.Data, pair.Second.GetProperty("data")));
        }
    }

    private void ExpectGap(JsonElement expected)
    {
        _rooms.Gaps.Should().NotBeEmpty();
        var (room, gap) = _rooms.Gaps.Dequeue();
        room.Should().Be(expected.GetProperty("room").GetString());
        if (expected.TryGetProperty("from", out var from)) gap.From.Should().Be(from.GetInt64());
        if (expected.TryGetProperty("to", out var to)) gap.To.Should().Be(to.GetInt64());
    }

    private void ExpectRedacted(JsonElement expected)
    {
        _rooms.Redactions.Should().NotBeEmpty();
        var (room, redaction) = _rooms.Redactions.Dequeue();
        (room, redaction.Offset).Should().Be((expected.GetProperty("room").GetString()!, expected.GetProperty("offset").GetInt64()));
        if (expected.TryGetProperty("data", out var data)) JsonElement.DeepEquals(redaction.Data!.Value, data).Should().BeTrue();
        else redaction.Data.Should().BeNull();
    }

    private void ExpectLeft(JsonElement expected)
    {
        _rooms.Ends.Should().NotBeEmpty();
        DateTimeOffset? until = expected.TryGetProperty("until", out var end) ? end.GetDateTimeOffset() : null;
        _rooms.Ends.Dequeue().Should().Be((expected.GetProperty("room").GetString()!, new RoomLeft(expected.GetProperty("reason").GetString(), until)));
    }

    private async Task ExpectRejectedAsync(JsonElement expected)
    {
        // Looked at before: what fails in between is not waited for.
        var waiting = _requests.Where(request => !request.IsCompleted).ToList();
        Task? failed;
        while ((failed = _requests.Find(request => request.IsFaulted)) is null)
        {
            waiting.Should().NotBeEmpty("something is expected to fail");
            await Task.WhenAny(waiting).WaitAsync(ScriptedSocket.Patience);
            waiting.RemoveAll(request => request.IsCompleted);
        }

        _requests.Remove(failed);
        failed.Exception!.InnerException.Should().BeOfType<RoomSocketsException>().Which.Code.Should().Be(expected.GetProperty("code").GetString());
    }

    private async Task ExpectAckedAsync(JsonElement expected)
    {
        var oldest = _requests.OfType<Task<PublishResult>>().First();
        _requests.Remove(oldest);
        var result = await oldest.WaitAsync(ScriptedSocket.Patience);
        result.Should().Be(new PublishResult(expected.GetProperty("offset").GetInt64(), expected.GetProperty("duplicate").GetBoolean()));
    }
}
