using System.Buffers;

namespace RoomSockets;

/// <summary>How a one-time ticket looks: a prefix and 64 hexadecimal digits, so that it fits wherever a token does and is taken for none. Pure.</summary>
internal static class TicketForm
{
    public const string Prefix = "Ticket_";
    private const int Digits = 64;
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    public static bool Is(string text) =>
        text.Length == Prefix.Length + Digits && text.StartsWith(Prefix, StringComparison.Ordinal) && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Hexadecimal) < 0;
}
