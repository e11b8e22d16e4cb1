namespace RoomSockets.Client;

/// <summary>Owns the time at which the present connection needs another token: at 80 % of the life of the one it has.</summary>
internal sealed class TokenRefresh
{
    private const double Part = 0.8;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private readonly RoomSocketsClientOptions _options;
    private readonly TurnQueue _turns;
    private readonly Action<string> _send;
    private readonly Action<Exception> _onFailure;
    private readonly Alarm _alarm;
    private DateTimeOffset? _due;
    private int _life;
    private int _failures;

    /// <param name="options">Where tokens come from.</param>
    /// <param name="turns">The client's turns.</param>
    /// <param name="send">Sends a token.</param>
    /// <param name="onFailure">Learns that there was none. It is asked for again.</param>
    public TokenRefresh(RoomSocketsClientOptions options, TurnQueue turns, Action<string> send, Action<Exception> onFailure)
    {
        (_options, _turns, _send, _onFailure) = (options, turns, send, onFailure);
        _alarm = new Alarm(options.Clock, turns, Ask);
    }

    /// <param name="seconds">How long the token lasts from now on; null for ever.</param>
    public void Schedule(double? seconds)
    {
        _due = null;
        _failures = 0;
        if (_options.Token is null || FrameValues.ToWait(seconds * 1000) is not { } life) return;
        var wait = life * Part > Soonest ? life * Part : Soonest;
        _due = _options.Clock.GetUtcNow() + wait;
        _alarm.Set(wait);
    }

    /// <summary>Whether the token is so old that it should be another by now; also between connections.</summary>
    public bool IsDue => _due <= _options.Clock.GetUtcNow();

    /// <summary>The server could not take the token at the moment, or there was none.</summary>
    public void Retry() => _alarm.Set(Backoff.Wait(_failures++, _options.SafeJitter()));

    /// <summary>The connection is gone; a token that is on its way comes too late.</summary>
    public void Stop()
    {
        _life++;
        _alarm.Stop();
    }

    private void Ask()
    {
        var life = _life;
        _turns.Call(() => _ = AskAsync(life));
    }

    private async Task AskAsync(int life)
    {
        try
        {
            var token = await _options.Token!(new TokenRequest(IsRefresh: true), CancellationToken.None).ConfigureAwait(false);
            _turns.Post(() =>
            {
                if (life == _life && !string.IsNullOrEmpty(token)) _send(token);
            });
        }
        catch (Exception failure)
        {
            _turns.Post(() =>
            {
                if (life != _life) return;
                Retry();
                _onFailure(failure);
            });
        }
    }
}
