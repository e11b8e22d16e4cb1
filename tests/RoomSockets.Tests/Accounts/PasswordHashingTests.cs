using System.Net;
using Microsoft.Extensions.Options;

namespace RoomSockets.Tests;

public sealed class PasswordHashingTests : IDisposable
{
    private static readonly int Places = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly CountingHasher _hasher = new();
    private readonly AccountOptions _options = new() { MaxWaitingHashes = 2 };
    private readonly SemaphoreSlim _gate = new(0);
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly PasswordHashing _hashing;
    private int _addresses;

    public PasswordHashingTests() => _hashing = new PasswordHashing(_hasher, Options.Create(_options));

    public void Dispose()
    {
        _hashing.Dispose();
        _gate.Dispose();
        _arrivals.Dispose();
    }

    [Fact]
    public async Task VerifyAsync_RightAndWrong_AreToldApart()
    {
        (await _hashing.VerifyAsync("right", "1:right", Somebody(), default).Soon()).Value.Should().Be(new PasswordCheck(IsRight: true, NeedsRehash: false));
        (await _hashing.VerifyAsync("right", "0:right", Somebody(), default).Soon()).Value.Should().Be(new PasswordCheck(IsRight: true, NeedsRehash: true));
        (await _hashing.VerifyAsync("wrong", "1:right", Somebody(), default).Soon()).Value!.IsRight.Should().BeFalse();
    }

    [Fact]
    public async Task VerifyAsync_NobodyThere_ChecksAHashThatIsMadeOnce()
    {
        (await _hashing.VerifyAsync("a", null, Somebody(), default).Soon()).Value!.IsRight.Should().BeFalse();
        (await _hashing.VerifyAsync("b", null, Somebody(), default).Soon()).Value!.IsRight.Should().BeFalse();

        var dummy = _hasher.Hashed.Should().ContainSingle().Subject;
        _hasher.Verified.Should().Equal("1:" + dummy, "1:" + dummy);
        (await _hashing.VerifyAsync(dummy, null, Somebody(), default).Soon()).Value!.IsRight.Should().BeFalse("there is nobody, whatever is typed");
    }

    [Fact]
    public async Task VerifyAsync_NobodyThere_HasADummyOfTheCostOfTheOptions()
    {
        var costs = new List<int?>();
        var hasher = new ObservedHasher(new BcryptPasswordHasher(Options.Create(new AccountOptions { PasswordCost = 5 })), hash => costs.Add(Bcrypt.CostOf(hash)));
        using var hashing = new PasswordHashing(hasher, Options.Create(_options));

        (await hashing.VerifyAsync("a", null, Somebody(), default).Soon()).Value!.IsRight.Should().BeFalse();

        costs.Should().Equal(5);
    }

    [Fact]
    public async Task VerifyAsync_TheDummyFailed_MakesAnother()
    {
        _hasher.OnHash = static () => throw new InvalidOperationException("for now");
        await FluentActions.Awaiting(() => _hashing.VerifyAsync("a", null, Somebody(), default).Soon()).Should().ThrowAsync<InvalidOperationException>();
        _hasher.OnHash = static () => { };

        (await _hashing.VerifyAsync("a", null, Somebody(), default).Soon()).Value!.IsRight.Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_MoreThanMayWait_IsBusy()
    {
        _hasher.OnVerify = Stop;
        var inside = Enumerable.Range(0, Places + 2).Select(_ => Verify()).ToList();
        for (var i = 0; i < Places; i++) await _arrivals.WaitAsync().Soon();

        var refused = await Verify().Soon();

        refused.Refusal.Should().BeEquivalentTo(new { Status = 429, Code = "busy" });
        refused.Refusal!.RetryAfter.Should().BePositive();
        _arrivals.CurrentCount.Should().Be(0, "those who wait have no thread");
        _gate.Release(Places + 2);
        (await Task.WhenAll(inside).Soon()).Should().OnlyContain(answer => answer.Value!.IsRight);
        _gate.Release();
        (await Verify().Soon()).Value!.IsRight.Should().BeTrue("there is room again");
    }

    [Fact]
    public async Task RunAsync_WhoeverGoesWhileWaiting_LeavesThePlaceToOthers()
    {
        _options.MaxWaitingHashes = 1;
        _hasher.OnVerify = Stop;
        var working = Enumerable.Range(0, Places).Select(_ => Verify()).ToList();
        for (var i = 0; i < Places; i++) await _arrivals.WaitAsync().Soon();
        using var leaving = new CancellationTokenSource();
        var waiting = _hashing.VerifyAsync("right", "1:right", Somebody(), leaving.Token).AsTask();

        await leaving.CancelAsync();

        await FluentActions.Awaiting(() => waiting.Soon()).Should().ThrowAsync<OperationCanceledException>();
        var next = Verify();
        next.IsCompleted.Should().BeFalse("it waits in the place that came free");
        _gate.Release(Places + 1);
        await Task.WhenAll([.. working, next]).Soon();
    }

    [Fact]
    public async Task RunAsync_TheHasherFails_GivesItsPlaceBack()
    {
        _hasher.OnVerify = static () => throw new InvalidOperationException("broken");
        for (var i = 0; i < Places + 5; i++)
            await FluentActions.Awaiting(() => Verify().Soon()).Should().ThrowAsync<InvalidOperationException>();
        _hasher.OnVerify = static () => { };

        (await Verify().Soon()).Value!.IsRight.Should().BeTrue();
    }

    [Fact]
    public async Task RunAsync_AHash_IsOnNoThreadOfThePool()
    {
        var isPooled = true;
        _hasher.OnVerify = () => isPooled = Thread.CurrentThread.IsThreadPoolThread;

        await Verify().Soon();

        isPooled.Should().BeFalse();
    }

    [Fact]
    public async Task VerifyAsync_ManyFromOneAddress_LeavesPlacesForOthers()
    {
        _options.MaxWaitingHashes = 40;
        _hasher.OnVerify = Stop;
        var greedy = Somebody();
        var all = Enumerable.Range(0, 60).Select(_ => _hashing.VerifyAsync("right", "1:right", greedy, default).AsTask()).ToList();
        var other = Verify();
        _gate.Release(100);

        (await other.Soon()).Value!.IsRight.Should().BeTrue();
        var share = Math.Max(Places, (Places + 40) / 4);
        (await Task.WhenAll(all).Soon()).Count(answer => answer.Refusal is { Status: 429, Code: "busy" }).Should().Be(60 - share, "a quarter of the places is theirs");
    }

    /// <summary>Everybody has an address of their own.</summary>
    private IPAddress Somebody() => new(Interlocked.Increment(ref _addresses));

    private Task<AccountAnswer<PasswordCheck>> Verify() => _hashing.VerifyAsync("right", "1:right", Somebody(), default).AsTask();

    private void Stop()
    {
        _arrivals.Release();
        if (!_gate.Wait(TimeSpan.FromSeconds(10))) throw new TimeoutException();
    }

    private sealed class ObservedHasher(IPasswordHasher hasher, Action<string> onVerify) : IPasswordHasher
    {
        public string Hash(string password) => hasher.Hash(password);

        public bool Verify(string password, string hash, out bool needsRehash)
        {
            onVerify(hash);
            return hasher.Verify(password, hash, out needsRehash);
        }
    }
}
