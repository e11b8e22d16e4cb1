using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace RoomSockets.SoakTests;

/// <summary>The JavaScript client as it is built, in a Node of its own (<c>tests/interop/cut.mjs</c>).</summary>
internal sealed class JavaScriptClient : ICutClient
{
    private readonly Process _node;
    private readonly Task _reading;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Sighting> _seen = new();
    private readonly ConcurrentDictionary<string, long> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _publishing = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connects;

    public JavaScriptClient(Uri address, string room)
    {
        string[] arguments = [Path.Combine(Repository.Root, "tests", "interop", "cut.mjs"), address.ToString(), room, "soak"];
        _node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _reading = ReadAsync();
    }

    public int Reconnects => _connects - 1;

    public int Gaps { get; private set; }

    public int Duplicates { get; private set; }

    public IReadOnlyDictionary<string, long> Acknowledged => _acknowledged;

    public Task JoinAsync() => _joined.Task;

    public Task PublishAsync(string text)
    {
        var answer = _publishing[text] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _node.StandardInput.WriteLine(text);
        return answer.Task;
    }

    public async Task<List<Sighting>> ReadUntilAsync(long offset)
    {
        while (true)
        {
            Task news;
            lock (_gate) news = _news.Task;
            if (_seen.Any(message => message.Offset >= offset)) return [.. _seen];
            await news;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _node.Kill(entireProcessTree: true);
        await _reading.WaitAsync(SoakHost.Patience);
        _node.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line) Take(line);
        var ended = new IOException($"Node has ended. It said: {string.Join("; ", _complaints)}");
        _joined.TrySetException(ended);
        foreach (var publishing in _publishing.Values) publishing.TrySetException(ended);
    }

    private void Take(string line)
    {
        var words = line.Split(' ');
        switch (words[0])
        {
            case "connected": _connects++; break;
            case "joined": _joined.TrySetResult(); break;
            case "gap": Gaps++; break;
            case "message": See(new Sighting(Number(words[1]), words[2])); break;
            case "ack": Acknowledge(words[3], Number(words[1]), isDuplicate: words[2] == "true"); break;
            case "failed": _publishing[words[2]].TrySetException(new IOException(line)); break;
            default: _complaints.Enqueue(line); break;
        }
    }

    private void See(Sighting message)
    {
        _seen.Enqueue(message);
        lock (_gate)
        {
            _news.TrySetResult();
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Acknowledge(string text, long offset, bool isDuplicate)
    {
        Duplicates += isDuplicate ? 1 : 0;
        _acknowledged[text] = offset;
        _publishing[text].TrySetResult();
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
