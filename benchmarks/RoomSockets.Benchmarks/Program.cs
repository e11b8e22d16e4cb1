using RoomSockets.Benchmarks;
using RoomSockets.Benchmarks.Comparing;
using RoomSockets.Benchmarks.Joining;
using RoomSockets.Benchmarks.Loading;
using RoomSockets.Benchmarks.Logins;
using RoomSockets.Benchmarks.Micro;
using RoomSockets.Benchmarks.Serving;
using RoomSockets.Benchmarks.Storing;

const string Usage = """
    serve   --urls http://127.0.0.1:8000 [--inline] [--users] [--store memory|sqlite] [--database file] [--presence-limit 200]
            A server for load tools: /ws/{room}, /v1/{room}, /v1, /echo, /gc, /store. With --users a token is the id of its user.
    compare [--quick] [--rows a,b] [--peers a,b] [--rounds 3] [--seconds 4] [--gc workstation|server] [--inline]
            [--server-cores 0] [--load-cores 1]
            RoomSockets beside its peers in one table. --rows help lists the rows and the peers.
    joins   [--members 500,1000,2000,4000] [--cycles 5] [--presence-limit 200]
            [--stores none,memory,sqlite] [--connections 20] [--rooms 250] [--lanes 4] [--seconds 4] [--rounds 3] [--warm-up 2]
            Joins and leaves over the sub-protocol: of one room with presence, and of rooms at random.
    recover [--members 10000] [--rate 100] [--bytes 64] [--spread 300] [--at-once 400] [--seconds 3] [--warm-up 2]
            Clients that are cut at once come back to where they were.
    store   [--postgresql "Host=…"] [--senders 50] [--seconds 5]
            A persisted room beside one SaveChanges per message; SQLite where no connection string is given.
    pages   [--postgresql "Host=…"] [--rows 1000000]
            Pages of a large room and of a small one.
    logins  [--count 1000] [--cost 8]
            Whether the time of a failed login tells if there is such a user.
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
    case "joins":
        return await JoinsCommand.RunAsync(options, string.Join(' ', args));
    case "recover":
        return await RecoverCommand.RunAsync(options, string.Join(' ', args));
    case "store":
        return await StoreCommand.RunAsync(options);
    case "pages":
        return await PagesCommand.RunAsync(options);
    case "logins":
        return await LoginsCommand.RunAsync(options);
    case "micro":
        return MicroCommand.Run([.. args.Skip(1)]);
    default:
        await Console.Error.WriteLineAsync(Usage);
        return 2;
}
