namespace RoomSockets;

/// <summary>Which web pages may connect. Scheme, host and port are compared exactly; a request without an origin is no browser. Pure.</summary>
internal sealed class OriginPolicy
{
    private readonly HashSet<string> _allowed = new(StringComparer.OrdinalIgnoreCase);
    private readonly RoomSocketsOptions _options;
    private readonly bool _allowLoopback;

    public OriginPolicy(RoomSocketsOptions options, bool isDevelopment)
    {
        _options = options;
        _allowLoopback = isDevelopment;
        foreach (var origin in options.AllowedOrigins)
        {
            if (Origin.TryParse(origin, out var parsed)) _allowed.Add(parsed.Text);
        }
    }

    /// <summary>Null when the page may connect; otherwise what happened and how to fix it, for whoever runs the host.</summary>
    /// <param name="origin">The <c>Origin</c> header; null where there is none.</param>
    /// <param name="scheme">The request's scheme.</param>
    /// <param name="host">The request's host, with a port unless it is the scheme's own.</param>
    public string? Refuse(string? origin, string scheme, string host)
    {
        if (origin is null || _options.AllowAnyOrigin) return null;
        if (origin == Origin.Null) return _options.AllowNullOrigin ? null : OriginErrors.Null();
        if (!Origin.TryParse(origin, out var parsed)) return OriginErrors.Malformed(origin);
        if (_allowed.Contains(parsed.Text)) return null;
        if (_allowLoopback && parsed.IsLoopback) return null;
        var own = $"{scheme}://{host}";
        if (Origin.TryParse(own, out var self) && self.Text == parsed.Text) return null;
        return OriginErrors.NotAllowed(parsed.Text, own, _options.AllowedOrigins);
    }
}
