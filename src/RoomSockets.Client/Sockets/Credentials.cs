using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace RoomSockets.Client;

/// <summary>Packs a token into the sub-protocols that a handshake offers. Pure.</summary>
internal static class Credentials
{
    public const string SubProtocol = "roomsockets.v1.json";
    private const string Bearer = "roomsockets.bearer.";
    private const string EncodedBearer = "roomsockets.bearer64.";

    /// <summary>What a sub-protocol may consist of (RFC 7230, section 3.2.6).</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static IReadOnlyList<string> Offer(string? token)
    {
        if (string.IsNullOrEmpty(token)) return [SubProtocol];
        var isPlain = !token.AsSpan().ContainsAnyExcept(TokenCharacters);
        return [SubProtocol, isPlain ? Bearer + token : EncodedBearer + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token))];
    }
}
