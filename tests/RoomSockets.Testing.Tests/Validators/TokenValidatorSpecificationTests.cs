using Microsoft.Extensions.DependencyInjection;

namespace RoomSockets.Testing.Tests.Validators;

public sealed class TokenValidatorSpecificationTests
{
    private const string Good = "Good-Token-1";

    public static IEnumerable<object[]> Cases => TokenValidatorSpecification.Cases.Select(static name => new object[] { name });

    [Theory]
    [MemberData(nameof(Cases))]
    public Task ConstantToken_Keeps(string promise) => RunAsync(promise, static rooms => rooms.AddConstantToken(Good, "42"));

    [Theory]
    [InlineData("Bad: a good one that was altered", "compares in any case")]
    [InlineData("Bad: a good one that was altered", "compares the beginning")]
    [InlineData("Bad: what strangers send", "fails")]
    [InlineData("Bad: expired", "forgets the end")]
    [InlineData("Good: lets its user in, wherever it was found", "takes one for another")]
    [InlineData("Good: by many at once", "is used up")]
    public async Task Validator_ThatBreaksAPromise_IsFound(string promise, string fault)
    {
        var run = () => RunAsync(promise, rooms => AddFaulty(rooms, fault));

        await run.Should().ThrowAsync<SpecificationFailedException>();
    }

    private static Task RunAsync(string promise, Action<IRoomSocketsBuilder> add) =>
        new TokenValidatorSpecification(() => ValueTask.FromResult(new ValidatorUnderTest(add, Good, "42") { Expired = "Old-Token-1" })).RunAsync(promise);

    private static void AddFaulty(IRoomSocketsBuilder rooms, string fault)
    {
        var uses = 0;
        rooms.AddTokenValidator((context, _) =>
        {
            var isGood = fault switch
            {
                "compares in any case" => string.Equals(context.Token, Good, StringComparison.OrdinalIgnoreCase),
                "compares the beginning" => context.Token.StartsWith(Good, StringComparison.Ordinal),
                "fails" => context.Token.Split('.')[2].Length > 0,
                "forgets the end" => context.Token is Good or "Old-Token-1",
                "is used up" => context.Token == Good && Interlocked.Increment(ref uses) < 5,
                _ => context.Token == Good,
            };
            return ValueTask.FromResult(isGood ? TokenResult.Success(fault == "takes one for another" ? "7" : "42") : TokenResult.Failure());
        });
    }
}
