namespace RoomSockets.Client;

/// <summary>Reads addresses. Pure.</summary>
internal static class SocketUri
{
    public static Uri From(Uri uri)
    {
        if (!uri.IsAbsoluteUri) throw new ArgumentException($"'{uri}' is no whole address; give one like wss://chat.example/ws.", nameof(uri));
        var scheme = uri.Scheme switch
        {
            "ws" or "http" => "ws",
            "wss" or "https" => "wss",
            _ => throw new ArgumentException($"'{uri.Scheme}' is no scheme of WebSockets; use wss or ws.", nameof(uri)),
        };
        return new UriBuilder(uri) { Scheme = scheme, Port = uri.Port }.Uri;
    }
}
