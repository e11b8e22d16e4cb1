using Microsoft.Extensions.Logging;

namespace RoomSockets;

/// <summary>Asks several filters as one: each sees what the one before it has left.</summary>
internal sealed partial class ReceiverFilters(IReceiverFilter[] filters, RoomServices services) : IReceiverFilter
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private long _lastLogged;

    public MessageData? Filter(in OutboundMessage message, IConnection receiver)
    {
        var left = message;
        foreach (var filter in filters)
        {
            if (Ask(filter, left, receiver) is not { } data) return null;
            left = left with { Data = data };
        }

        return left.Data;
    }

    private MessageData? Ask(IReceiverFilter filter, in OutboundMessage message, IConnection receiver)
    {
        try
        {
            if (filter.Filter(message, receiver) is not { } data) return null;
            if (data.Bytes.Length <= services.Options.OutboxBytes - Frame.MaxHeader) return data;
            throw new InvalidOperationException($"The filter gave {data.Bytes.Length} bytes; an outbox holds {services.Options.OutboxBytes}.");
        }
        catch (Exception error)
        {
            // It is asked for each receiver of each message, and would fill the log.
            var now = services.Time.GetTimestamp();
            var last = Interlocked.Read(ref _lastLogged);
            if ((last == 0 || services.Time.GetElapsedTime(last, now) >= Quiet) && Interlocked.CompareExchange(ref _lastLogged, now, last) == last)
                LogFailed(services.Logger, error, filter.GetType().Name, receiver.Id);
            return null;
        }
    }

    [LoggerMessage(EventId = 6203, Level = LogLevel.Error, Message = "Receiver filter {Filter} failed; connection '{ConnectionId}' does not get the message. Further failures are not logged for some seconds.")]
    private static partial void LogFailed(ILogger logger, Exception error, string filter, string connectionId);
}
