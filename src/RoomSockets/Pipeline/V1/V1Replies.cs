using System.Text.Json;

namespace RoomSockets;

/// <summary>Answers one connection in the sub-protocol, in order with everything else that it is sent.</summary>
internal sealed class V1Replies(Connection connection, RoomSocketsMetrics metrics)
{
    private int _protocolErrors;

    public void Send(Action<Utf8JsonWriter> write)
    {
        using var text = JsonText.Rent();
        write(text.Writer);
        connection.PostFrame(MessageData.Received(text.Utf8, isBinary: false));
    }

    /// <summary>Says that it is done, where the client wants to know.</summary>
    public void Ack(ClientFrame frame, TimeSpan? tokenExpiresIn = null)
    {
        if (frame.Id.Length > 0) Send(json => ServerFrames.Ack(json, frame.Id.Span, tokenExpiresIn));
    }

    public void Error(ClientFrame frame, FrameError error)
    {
        metrics.RefusedFrame(error.Code);
        Send(json => ServerFrames.Error(json, frame.Id.Span, frame.Room, error));
    }

    /// <summary>The frame itself is wrong. Mistakes happen; a stream of them is none.</summary>
    public void ProtocolError(ClientFrame frame, FrameError error)
    {
        Error(frame, error);
        if (error.IsProtocolError) Count();
    }

    /// <summary>Counts something that nobody does often by mistake.</summary>
    public void Count()
    {
        if (++_protocolErrors > connection.Options.MaxProtocolErrors)
            connection.Close(new CloseReason(CloseCause.LimitExceeded, CloseCode.PolicyViolation, "too many protocol errors"));
    }
}
