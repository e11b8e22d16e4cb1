using System.Text.Json;

namespace RoomSockets.Testing;

/// <summary>Tokens that are good.</summary>
internal static class GoodTokenCases
{
    private const int Many = 20;

    public static ValidatorCase[] All { get; } =
    [
        new("Good: lets its user in, wherever it was found", EverySourceAsync),
        new("Good: by many at once", ManyAsync),
        new("Good: renews a live connection", RenewsAsync),
        new("Good: is not in the log", IsNotLoggedAsync),
    ];

    private static async Task EverySourceAsync(ValidatorHost host)
    {
        Func<string, Task<TestConnection>>[] ways = [host.ConnectAsync, host.ConnectEncodedAsync, host.ConnectWithQueryAsync];
        foreach (var connectAsync in ways) await LetsInAsync(host, () => connectAsync(host.Validator.Good));
    }

    private static Task ManyAsync(ValidatorHost host) =>
        Task.WhenAll(Enumerable.Range(0, Many).Select(_ => LetsInAsync(host, () => host.ConnectAsync(host.Validator.Good))));

    private static async Task RenewsAsync(ValidatorHost host)
    {
        await using var connection = await host.ConnectAsync(host.Validator.Good);
        await connection.SendAsync($$"""{"type":"auth","id":1,"token":{{JsonSerializer.Serialize(host.Validator.Good)}}}""");

        var answer = await connection.ExpectAsync(static message => message.Type is "ack" or "error");
        Promise.Equal("ack", answer.Type, "a good token is good on a live connection, too");
    }

    private static async Task IsNotLoggedAsync(ValidatorHost host)
    {
        await LetsInAsync(host, () => host.ConnectAsync(host.Validator.Good));
        await host.RefusesAsync(host.Validator.Good + "x", "a token that was lengthened is refused");

        Promise.Sequence([], host.Watch.Categories, "no log has the token, whatever its level; the categories of those that have it");
    }

    private static async Task LetsInAsync(ValidatorHost host, Func<Task<TestConnection>> connectAsync)
    {
        try
        {
            await using var connection = await connectAsync();
            Promise.Equal(host.Validator.UserId, await ValidatorHost.ReadUserIdAsync(connection), "a good token lets its user in");
        }
        catch (HandshakeRefusedException refused)
        {
            throw new SpecificationFailedException("a good token lets its user in", $"{(int)refused.Status} {refused.Code}");
        }
    }
}
