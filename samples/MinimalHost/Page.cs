namespace MinimalHost;

/// <summary>Serves the chat page that needs no build: one file, no other server.</summary>
internal static class Page
{
    public static Task ServeAsync(HttpContext http)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return http.Response.SendFileAsync(Path.Combine(AppContext.BaseDirectory, "page.html"));
    }
}
