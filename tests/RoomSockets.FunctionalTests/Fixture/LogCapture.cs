using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RoomSockets.FunctionalTests;

/// <summary>Keeps what the host logs. An Error that the test did not announce fails it.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _entries = new();
    private readonly ConcurrentQueue<string> _expected = new();

    public sealed record Entry(string Category, LogLevel Level, string Text, Exception? Error);

    public IReadOnlyCollection<Entry> Entries => _entries;

    /// <summary>Announces an Error whose text contains this.</summary>
    public void Expect(string part) => _expected.Enqueue(part);

    public void Verify()
    {
        var errors = _entries.Where(entry => entry.Level >= LogLevel.Error).ToList();
        errors.Where(error => !_expected.Any(part => error.Text.Contains(part, StringComparison.Ordinal)))
            .Should().BeEmpty("no Error was announced but these");
        foreach (var part in _expected) errors.Should().Contain(error => error.Text.Contains(part, StringComparison.Ordinal), "the test announced it");
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            capture._entries.Enqueue(new Entry(category, logLevel, formatter(state, exception), exception));
    }
}
