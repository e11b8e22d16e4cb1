using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Reads what is in force when the host starts, and again and again, so that nodes over one store agree.</summary>
internal sealed partial class ModerationRefresh(Moderation moderation, ModerationOptions options, Restrictions restrictions, TimeProvider time, ILogger<ModerationRefresh> logger) : BackgroundService
{
    // Until it is known nobody gets in, so the store is asked often.
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);

    private bool _toldMore;

    /// <summary>Before the host listens: who is banned must not find the door open.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(NextPause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RefreshAsync(stoppingToken);
                timer.Period = NextPause;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host goes.
        }
    }

    private TimeSpan NextPause => restrictions.IsKnown ? options.RefreshInterval : Impatience;

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isMore = await moderation.RefreshAsync(cancellationToken);
            if (isMore && !_toldMore) LogMore(options.MaxRestrictions);
            _toldMore = isMore;
        }
        catch (OperationCanceledException) when (restrictions.IsKnown && cancellationToken.IsCancellationRequested)
        {
            // The host goes.
        }
        catch (Exception error)
        {
            if (restrictions.IsKnown) LogStale(error, options.RefreshInterval);
            else LogUnknown(error);
        }
    }

    [LoggerMessage(EventId = 6011, Level = LogLevel.Warning, Message = "The store cannot tell who is banned. Nobody is let in until it can: handshakes and joins are answered with store_unavailable.")]
    private partial void LogUnknown(Exception error);

    [LoggerMessage(EventId = 6012, Level = LogLevel.Warning, Message = "The store cannot tell what moderators of other nodes have changed; what was known goes on to hold. The next try is in {Interval}.")]
    private partial void LogStale(Exception error, TimeSpan interval);

    [LoggerMessage(EventId = 6013, Level = LogLevel.Warning, Message = "There are {Count} bans, mutes or slow modes in force, as many as ModerationOptions.MaxRestrictions allows; the oldest may not be enforced. Raise it.")]
    private partial void LogMore(int count);
}
