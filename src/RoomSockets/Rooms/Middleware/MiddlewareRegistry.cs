namespace RoomSockets;

/// <summary>Owns the middleware and the receiver filters: one instance for each time that one was added, from its first use to the application's end.</summary>
internal sealed class MiddlewareRegistry : IDisposable, IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly RoomServices _rooms;
    private readonly Registered<IRoomMiddleware>[] _middleware;
    private readonly Registered<IReceiverFilter>[] _filters;
    private readonly Lock _gate = new();
    private readonly Dictionary<object, object> _instances = [];
    private readonly Stack<object> _owned = [];
    private readonly Lazy<MiddlewareChain?> _application;

    public MiddlewareRegistry(IServiceProvider services, RoomServices rooms, IEnumerable<Registered<IRoomMiddleware>> middleware, IEnumerable<Registered<IReceiverFilter>> filters)
    {
        (_services, _rooms, _middleware, _filters) = (services, rooms, [.. middleware], [.. filters]);
        // Not before somebody needs it: middleware may inject what needs this registry.
        _application = new Lazy<MiddlewareChain?>(() => Compose([], []));
        if (_filters.Length > 0) rooms.FiltersReceivers = true;
    }

    /// <summary>The chain of the application itself; null where nothing was added to it.</summary>
    public MiddlewareChain? Application => _application.Value;

    /// <summary>The application's, and inside of it that of an endpoint; null for none.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot be created.</exception>
    public MiddlewareChain? Compose(IReadOnlyList<Registered<IRoomMiddleware>> middleware, IReadOnlyList<Registered<IReceiverFilter>> filters)
    {
        if (_middleware.Length + _filters.Length + middleware.Count + filters.Count == 0) return null;
        IRoomMiddleware[] all = [.. _middleware.Concat(middleware).Select(Find)];
        IReceiverFilter[] asked = [.. _filters.Concat(filters).Select(Find)];
        if (asked.Length > 0) _rooms.FiltersReceivers = true;
        return new MiddlewareChain(all, asked.Length == 0 ? null : new ReceiverFilters(asked, _rooms));
    }

    public void Dispose()
    {
        while (TryTakeOwned(out var one))
        {
            if (one is IDisposable disposable) disposable.Dispose();
            else ((IAsyncDisposable)one).DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (TryTakeOwned(out var one))
        {
            if (one is IAsyncDisposable disposable) await disposable.DisposeAsync();
            else ((IDisposable)one).Dispose();
        }
    }

    private T Find<T>(Registered<T> registered) where T : class
    {
        lock (_gate)
        {
            if (_instances.TryGetValue(registered, out var known)) return (T)known;
            var instance = Create(registered);
            _instances.Add(registered, instance);
            if (registered.IsOwned && instance is IDisposable or IAsyncDisposable) _owned.Push(instance);
            return instance;
        }
    }

    private T Create<T>(Registered<T> registered) where T : class
    {
        try
        {
            return registered.Create(_services) ?? throw new InvalidOperationException("The factory returned null.");
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"{registered.Name} cannot be created: {error.Message} It lives as long as the application, so it may inject singletons; scoped services come from message.Services.", error);
        }
    }

    private bool TryTakeOwned([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out object? one)
    {
        lock (_gate) return _owned.TryPop(out one);
    }
}
