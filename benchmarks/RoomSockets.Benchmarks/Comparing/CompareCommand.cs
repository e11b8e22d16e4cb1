namespace RoomSockets.Benchmarks.Comparing;

/// <summary>Runs every scenario on every server, round by round, and writes the table.</summary>
internal static class CompareCommand
{
    public static async Task<int> RunAsync(Arguments options, string commandLine)
    {
        if (!OperatingSystem.IsLinux()) return await ComplainAsync("The comparison needs Linux: it reads processor time from /proc and speaks through epoll.");
        var scenarios = Scenario.All(options.Has("quick"), options.Get("seconds", options.Has("quick") ? 1 : 4));
        if (Choose(scenarios, static one => one.Name, options.GetList("rows"), out var rows) is { } noRow) return await ComplainAsync(noRow);
        if (Choose(Server.All, static one => one.Name, options.GetList("peers"), out var servers) is { } noPeer) return await ComplainAsync(noPeer);

        var skipped = servers.Any(static server => server.Script is not null) ? await NodePeers.PrepareAsync() : null;
        var footnotes = Footnotes(servers, skipped);
        if (skipped is not null) servers = [.. servers.Where(static server => server.Script is null)];

        using var ending = Ending.Watch();
        var tour = new Tour(options, rows, servers);
        await tour.RunAsync();
        Console.Write(new Table(rows, servers, tour.Of).Write(tour.Header(commandLine), footnotes));
        if (servers.FirstOrDefault(static server => server.Name == Server.Ours) is { } raw && servers.FirstOrDefault(static server => server.Name == Server.V1) is { } v1)
            Console.Write(new V1Table(rows, scenario => tour.Of(scenario, raw), scenario => tour.Of(scenario, v1)).Write());
        return tour.HasFault ? 1 : 0;
    }

    private static List<string> Footnotes(IReadOnlyList<Server> servers, string? skipped)
    {
        List<string> notes =
        [
            "each: per delivery, or per connection where connections open and close. The server's processor time includes the kernel's share for it.",
            "peer ÷ RoomSockets: processor time, in the idle row resident memory; over 1 means that RoomSockets costs less.",
            "Latency is from when a message was sent, in the steady row from when it was due, until a member had it; connect and close: until it was hung up.",
            "Where one stops reading: percentiles are those of the others from then until it was evicted. The kernel takes some megabytes for it before any server notices.",
        ];
        if (skipped is not null)
            notes.AddRange(servers.Where(static server => server.Script is not null).Select(server => $"{server.Name} was skipped: {skipped}."));
        return notes;
    }

    /// <summary>Takes what was asked for, or all; says what there is when something else was asked for.</summary>
    private static string? Choose<T>(IReadOnlyList<T> all, Func<T, string> name, string[]? wanted, out IReadOnlyList<T> chosen)
    {
        chosen = wanted is null ? all : [.. all.Where(one => wanted.Contains(name(one)))];
        var unknown = wanted?.Except(all.Select(name)).FirstOrDefault();
        return unknown is null ? null : $"There is no '{unknown}'. There are: {string.Join(", ", all.Select(name))}.";
    }

    private static async Task<int> ComplainAsync(string text)
    {
        await Console.Error.WriteLineAsync(text);
        return 2;
    }
}
