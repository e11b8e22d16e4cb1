using RoomSockets.FunctionalTests.Samples;

namespace RoomSockets.FunctionalTests.Interop;

/// <summary>MinimalHost's page as people use it: in a browser, with an account.</summary>
public sealed class PageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    [InteropFact(browser: true)]
    public async Task Page_OfTwoPeople_SignsInChatsAndComesBack()
    {
        await using var host = await SampleHost.StartAsync("MinimalHost", "--Database=Memory", "--webroot", SampleHost.NoWebRoot);

        using var browser = Tools.Start("node", Path.Combine(Tools.Interop, "page.cjs"), host.Http.ToString());
        browser.StandardInput.Close();
        var (output, errors) = (browser.StandardOutput.ReadToEndAsync(), browser.StandardError.ReadToEndAsync());
        try
        {
            await browser.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            browser.Kill(entireProcessTree: true);
            throw;
        }

        browser.ExitCode.Should().Be(0, "{0}{1}", await output, await errors);
        (await output).Should().EndWith("done\n");
    }
}
