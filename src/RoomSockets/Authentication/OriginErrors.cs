namespace RoomSockets;

/// <summary>What to say when an origin is refused: what happened, the values, why it usually happens, and the fixes.</summary>
internal static class OriginErrors
{
    public static string NotAllowed(string origin, string own, IEnumerable<string> allowed) => $"""
        A WebSocket handshake was refused with 403, because its page's origin is not allowed.
            origin of the page:   {origin}
            origin of this host:  {own}  (the request's scheme and Host header)
            allowed beside it:    {(allowed.Any() ? string.Join(", ", allowed) : "none")}
        Browsers let any page open a socket here and send this host's cookies along, so only pages of this host may, unless others are named.
        To fix it, whichever is true:
            1. The page is yours and comes from another origin (a development server, a CDN, another domain):
               builder.Services.AddRoomSockets().AllowOrigins("{origin}");
            2. A reverse proxy ends TLS or changes the host, so that the two origins above differ though the browser sees one:
               let the proxy send X-Forwarded-Proto and X-Forwarded-Host, and call app.UseForwardedHeaders(…) before this endpoint.
            3. You develop on this machine: run with ASPNETCORE_ENVIRONMENT=Development, where loopback origins are allowed.
            4. You do not know the origin: somebody else's page tried to use your visitors' connections. There is nothing to fix.
        """;

    public static string Null() => """
        A WebSocket handshake was refused with 403, because its page has no origin (Origin: null).
        That is a page opened from disk (file://), in a sandboxed frame, or reached through a redirect across origins.
        To fix it, whichever is true:
            1. Serve the page over http, best from this host.
            2. Such pages are meant to connect: builder.Services.AddRoomSockets().AllowNullOrigin();
               Every sandboxed frame of every site has the same origin "null", so do this only where cookies do not matter.
        """;

    public static string Malformed(string origin) => $"""
        A WebSocket handshake was refused with 403, because its Origin header is no http or https origin.
            origin: {(origin.Length <= 128 ? origin : origin[..128] + "…")}
        Browsers send scheme, host and port and nothing else. Programs that are no browsers should not send an Origin at all.
        """;
}
