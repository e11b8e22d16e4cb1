using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RoomSockets.Testing;

/// <summary>Owns the last errors that a host logged.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private const int MaxErrors = 1000;
    private readonly ConcurrentQueue<string> _errors = new();

    public IReadOnlyCollection<string> Errors => [.. _errors];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // What was logged stays to be read after the host has stopped.
    }

    /// <summary>For the message of a test that fails: the reason is usually here.</summary>
    public string Describe() =>
        _errors.IsEmpty ? string.Empty : $"\nThe host logged errors:{string.Concat(_errors.Take(5).Select(static error => $"\n  {Sightings.Cut(error)}"))}";

    private void Add(string error)
    {
        _errors.Enqueue(error);
        while (_errors.Count > MaxErrors) _errors.TryDequeue(out _);
    }

    private sealed class Logger(ErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Add($"{category}: {formatter(state, exception)}{(exception is null ? string.Empty : $" {exception}")}");
        }
    }
}
