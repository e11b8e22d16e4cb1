using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RoomSockets.Testing;

/// <summary>Keeps the categories whose log shows a secret.</summary>
internal sealed class SecretWatch(string secret) : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, bool> _categories = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Categories => [.. _categories.Keys];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // What was seen stays to be read.
    }

    private void Look(string category, string text)
    {
        if (text.Contains(secret, StringComparison.Ordinal)) _categories[category] = true;
    }

    private sealed class Logger(SecretWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            watch.Look(category, $"{formatter(state, exception)} {exception}");
    }
}
