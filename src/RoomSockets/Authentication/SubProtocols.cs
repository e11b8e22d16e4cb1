using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace RoomSockets;

/// <summary>Reads the offered sub-protocols (RFC 6455, section 11.3.4): which one we speak, and tokens that hide among them. Pure.</summary>
internal static class SubProtocols
{
    private const string Bearer = "roomsockets.bearer.";
    private const string Bearer64 = "roomsockets.bearer64.";

    /// <summary>The offered names in order; null when there are more than <paramref name="limit"/>.</summary>
    public static List<string>? Read(StringValues header, int limit)
    {
        List<string> offered = [];
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var name = line.AsSpan()[range].Trim();
                if (name.IsEmpty) continue;
                if (offered.Count == limit) return null;
                offered.Add(name.ToString());
            }
        }

        return offered;
    }

    /// <summary>Chooses ours. Where only tokens or nothing is offered none is chosen, and the client speaks raw.</summary>
    /// <returns>False when names were offered and none is known.</returns>
    public static bool TryChoose(List<string> offered, out string? chosen)
    {
        chosen = offered.Find(static name => name is SubProtocol.V1 or SubProtocol.Raw);
        return chosen is not null || offered.TrueForAll(IsToken);
    }

    /// <summary>The token in an entry.</summary>
    /// <returns>False when the entry carries none; a token that cannot be decoded is an empty string.</returns>
    public static bool TryGetToken(string offered, [NotNullWhen(true)] out string? token)
    {
        token = null;
        if (offered.StartsWith(Bearer, StringComparison.Ordinal)) token = offered[Bearer.Length..];
        else if (offered.StartsWith(Bearer64, StringComparison.Ordinal)) token = Decode(offered.AsSpan(Bearer64.Length));
        return token is not null;
    }

    private static bool IsToken(string offered) =>
        offered.StartsWith(Bearer, StringComparison.Ordinal) || offered.StartsWith(Bearer64, StringComparison.Ordinal);

    private static string Decode(ReadOnlySpan<char> text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(text));
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return string.Empty;
        }
    }
}
