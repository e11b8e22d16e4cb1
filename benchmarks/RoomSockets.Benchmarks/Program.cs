using RoomSockets.Benchmarks;
using RoomSockets.Benchmarks.Comparing;
using RoomSockets.Benchmarks.Loading;
using RoomSockets.Benchmarks.Micro;
using RoomSockets.Benchmarks.Serving;

const string Usage = """
    serve   --urls http://127.0.0.1:8000 [--inline]
            A server for load tools: /ws/{room}, /echo, /gc.
    compare [--quick] [--rows a,b] [--peers a,b] [--rounds 3] [--seconds 4] [--gc workstation|server] [--inline]
            [--server-cores 0] [--load-cores 1]
            RoomSockets beside its peers in one table. --rows help lists the rows and the peers.
    micro   [BenchmarkDotNet's options]
            The pure parts.
    """;

var options = new Arguments(args.Skip(1));
switch (args.FirstOrDefault())
{
    case "serve":
        return await RoomSocketsServer.RunAsync(options);
    case "serve-peer":
        return options.Get("name", string.Empty) == "signalr" ? await SignalRServer.RunAsync(options) : await SendAsyncServer.RunAsync(options);
    case "load":
        return LoadCommand.Run(args[1]);
    case "compare":
        return await CompareCommand.RunAsync(options, string.Join(' ', args));
    case "micro":
        return MicroCommand.Run([.. args.Skip(1)]);
    default:
        await Console.Error.WriteLineAsync(Usage);
        return 2;
}
