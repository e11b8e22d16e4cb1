using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace RoomSockets;

/// <summary>Reads offers of permessage-deflate (RFC 7692, section 7.1) and answers the first that is well-formed. Pure.</summary>
/// <param name="Answer">The header of the answer. Neither side keeps a context from message to message.</param>
/// <param name="HasFullWindow">Whether the client can inflate what we deflate: ours is 15 bits. Others are sent plain messages.</param>
internal sealed record DeflateOffer(string Answer, bool HasFullWindow)
{
    private const string Name = "permessage-deflate";
    private const string Contexts = "; server_no_context_takeover; client_no_context_takeover";

    public static DeflateOffer? Choose(StringValues header)
    {
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                if (Read(line.AsSpan()[range]) is { } offer) return offer;
            }
        }

        return null;
    }

    /// <summary>Null for another extension, or an offer that breaks the rules: then it is declined, and the connection stays plain.</summary>
    private static DeflateOffer? Read(ReadOnlySpan<char> offer)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        var window = 15;
        var isFirst = true;
        foreach (var range in offer.Split(';'))
        {
            var part = offer[range].Trim();
            if (isFirst)
            {
                if (!part.SequenceEqual(Name)) return null;
                isFirst = false;
                continue;
            }

            var equals = part.IndexOf('=');
            var name = (equals < 0 ? part : part[..equals]).Trim().ToString();
            var value = equals < 0 ? default : Unquote(part[(equals + 1)..].Trim());
            if (!seen.Add(name) || !IsValid(name, equals >= 0, value)) return null;
            if (name == "server_max_window_bits") window = Bits(value);
        }

        // A bound that was asked for has to be confirmed (section 7.1.2.1); what is sent plain keeps every bound.
        var bound = seen.Contains("server_max_window_bits") ? string.Create(CultureInfo.InvariantCulture, $"; server_max_window_bits={window}") : string.Empty;
        return new DeflateOffer(Name + Contexts + bound, window == 15);
    }

    private static bool IsValid(string name, bool hasValue, ReadOnlySpan<char> value) => name switch
    {
        "server_no_context_takeover" or "client_no_context_takeover" => !hasValue,
        "server_max_window_bits" => hasValue && Bits(value) > 0,
        "client_max_window_bits" => !hasValue || Bits(value) > 0,
        _ => false,
    };

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .. var inner, '"'] ? inner : value;

    /// <summary>8 to 15, written without a leading zero; 0 for anything else.</summary>
    private static int Bits(ReadOnlySpan<char> value) => value is "8" or "9" || value is ['1', >= '0' and <= '5']
        ? int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)
        : 0;
}
