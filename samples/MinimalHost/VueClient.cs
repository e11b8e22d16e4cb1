using Microsoft.AspNetCore.StaticFiles;

namespace MinimalHost;

/// <summary>Serves samples/VueClient as <c>VueClient.targets</c> built it into the web root.</summary>
internal static class VueClient
{
    /// <summary>'self' covers the WebSocket of the same origin, too. Vue makes one Trusted Types policy, for parts of templates that never change.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types vue";

    public const string Advice =
        "The full client is not built, so the page that needs no build is served. `dotnet run --project samples/MinimalHost` builds it where Node.js 20.19 or newer is installed.";

    public static bool IsBuilt(IWebHostEnvironment environment) => environment.WebRootFileProvider.GetFileInfo("index.html").Exists;

    public static void UseVueClient(this WebApplication app)
    {
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = SetHeaders });
    }

    private static void SetHeaders(StaticFileResponseContext context)
    {
        var headers = context.Context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Vite puts a hash of the content into the names below assets/, so those never change; everything else is asked for again.
        headers.CacheControl = context.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
    }
}
