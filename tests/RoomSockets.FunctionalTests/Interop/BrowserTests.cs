using RoomSockets.FunctionalTests.Samples;

namespace RoomSockets.FunctionalTests.Interop;

/// <summary>The Vue client in a real browser, against a real host. Each test is a program in tests/interop/client.</summary>
public sealed class BrowserTests
{
    /// <summary>Two people chat, a reload stays signed in, the host restarts while they write, and nothing is lost.</summary>
    [InteropFact(client: true)]
    public Task Story_OfTwoPeople_LosesNothing() => PlayAsync("story");

    /// <summary>What goes wrong is said, and can be put right: a message that was not sent, a gap, being removed, a closed connection.</summary>
    [InteropFact(client: true)]
    public Task Troubles_OfOnePerson_AreSaidAndCanBePutRight() => PlayAsync("troubles");

    /// <summary>Direct messages, one of the two on a phone.</summary>
    [InteropFact(client: true)]
    public Task Phone_OfOneOfTwo_ShowsOnePaneAtATime() => PlayAsync("phone");

    /// <summary>What the host's manager of connections does to somebody.</summary>
    [InteropFact(client: true)]
    public async Task Moderator_WhoEndsVisits_IsObeyed()
    {
        await using var app = await ModeratedApp.StartAsync(Tools.VueClient);
        await PlayAsync("moderated", app.Http.ToString().TrimEnd('/'));
    }

    /// <summary><c>npm run dev</c> beside a running host.</summary>
    [InteropFact(client: true)]
    public Task Development_BesideARunningHost_ShowsChangesAtOnce() => PlayAsync("dev");

    /// <summary>Older messages come before somebody reads that far, and what is read stays where it is.</summary>
    [InteropFact(client: true)]
    public Task History_OfManyMessages_ComesByPagesAndNothingJumps() => PlayAsync("history");

    [InteropFact(client: true)]
    public Task Keyboard_Alone_ReachesEverything() => PlayAsync("keyboard");

    /// <summary>No state of the page breaks a rule of WCAG 2.2 AA that a machine can check, in both themes and three widths.</summary>
    [InteropFact(client: true)]
    public Task States_InBothThemesAndThreeWidths_AreAccessible() => PlayAsync("states");

    /// <summary>The README's pictures can be made; they are written with <c>ROOMSOCKETS_WRITE_SCREENSHOTS=1</c>.</summary>
    [InteropFact(client: true)]
    public Task Screenshots_OfTheReadme_CanBeMade() => PlayAsync("screenshots");

    private static Task PlayAsync(string program) => PlayAsync(program, SampleHost.Program("MinimalHost"), Tools.VueClient);

    private static async Task PlayAsync(string program, params string[] arguments)
    {
        using var node = Tools.Start("node", [Path.Combine(Tools.Interop, "client", $"{program}.mjs"), .. arguments]);
        node.StandardInput.Close();
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        try
        {
            await node.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5)); // the program itself gives up earlier, and says where it was
        }
        catch (TimeoutException)
        {
            node.Kill(entireProcessTree: true);
            throw;
        }

        node.ExitCode.Should().Be(0, "{0}{1}", await output, await errors);
        (await output).Should().EndWith("done\n");
    }
}
