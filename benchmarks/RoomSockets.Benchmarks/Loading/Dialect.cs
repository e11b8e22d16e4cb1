namespace RoomSockets.Benchmarks.Loading;

/// <summary>How a kind of server is spoken to: its paths, its greeting, what stands around a text, and its signs of life.</summary>
internal sealed record Dialect
{
    public required Func<string, string> RoomPath { get; init; }
    public required string EchoPath { get; init; }

    /// <summary>The sub-protocol that is offered; null for none.</summary>
    public string? SubProtocol { get; init; }

    /// <summary>Sent once the socket is open.</summary>
    public string? Greeting { get; init; }

    /// <summary>What the server's text starts with when it is ready; null when the socket alone is enough.</summary>
    public string? ReadyPrefix { get; init; }
    /// <summary>What stands before a text for a room.</summary>
    public Func<string, string> SendPrefix { get; init; } = static _ => string.Empty;
    public string EchoPrefix { get; init; } = string.Empty;
    public string Suffix { get; init; } = string.Empty;

    /// <summary>A text of the server that is to be answered.</summary>
    public string? ServerPing { get; init; }
    public string? Answer { get; init; }

    /// <summary>What the client has to say now and then of its own accord.</summary>
    public string? ClientPing { get; init; }

    /// <summary>Whether a frame is one text that starts with the record. Otherwise a frame may hold several records, or a part of one.</summary>
    public bool IsPlain { get; init; }

    /// <summary>What a frame with a record starts with, where each holds one and frames of other kinds none.</summary>
    public string? RecordPrefix { get; init; }

    /// <summary>Whether the listener is told every text as it is, and looks for records itself.</summary>
    public bool IsVerbatim { get; init; }

    public static Dialect Of(string name) => name switch
    {
        "raw" => new Dialect { RoomPath = static room => $"/ws/{room}", EchoPath = "/echo", IsPlain = true },
        "v1" => new Dialect
        {
            RoomPath = static room => $"/v1/{room}",
            EchoPath = "/v1",
            SubProtocol = V1Frames.SubProtocol,
            ReadyPrefix = V1Frames.Joined,
            SendPrefix = static room => $"{{\"type\":\"publish\",\"room\":\"{room}\",\"data\":\"",
            Suffix = "\"}",
            RecordPrefix = V1Frames.Message,
        },
        "signalr" => new Dialect
        {
            RoomPath = static room => $"/hub?room={room}",
            EchoPath = "/hub?room=none",
            Greeting = "{\"protocol\":\"json\",\"version\":1}\u001e",
            ReadyPrefix = "{}\u001e",
            SendPrefix = static _ => "{\"type\":1,\"target\":\"Send\",\"arguments\":[\"",
            EchoPrefix = "{\"type\":1,\"target\":\"Echo\",\"arguments\":[\"",
            Suffix = "\"]}\u001e",
            ClientPing = "{\"type\":6}\u001e",
        },
        "socketio" => new Dialect
        {
            RoomPath = static room => $"/socket.io/?EIO=4&transport=websocket&room={room}",
            EchoPath = "/socket.io/?EIO=4&transport=websocket&room=none",
            Greeting = "40",
            ReadyPrefix = "40",
            SendPrefix = static _ => "42[\"send\",\"",
            EchoPrefix = "42[\"echo\",\"",
            Suffix = "\"]",
            ServerPing = "2",
            Answer = "3",
        },
        _ => throw new ArgumentException($"There is no dialect '{name}'."),
    };
}
