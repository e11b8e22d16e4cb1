using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Removes tokens and tickets that have ended from the store, once an hour.</summary>
internal sealed partial class TokenSweep(ITokenStore tokens, TimeProvider time, ILogger<TokenSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // Kept a while: "token_expired" tells a client more than "token_invalid".
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await WaitAsync(timer, stoppingToken)) await SweepAsync(stoppingToken);
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await tokens.RemoveExpiredAsync(time.GetUtcNow() - Kept, cancellationToken) > 0)
            {
                // Some at a time, until none is left.
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host goes.
        }
        catch (Exception error)
        {
            LogFailed(error, Interval);
        }
    }

    private static async ValueTask<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(EventId = 8002, Level = LogLevel.Warning, Message = "Expired tokens could not be removed. The next try is in {Interval}.")]
    private partial void LogFailed(Exception error, TimeSpan interval);
}
