/** What a browser knows of its network and its page; elsewhere nothing of it exists, and nothing happens. */
export function watch(onWake: () => void, onOffline: () => void): () => void {
  const stop = new AbortController();
  const { document } = globalThis;
  const listen = (target: EventTarget | undefined, name: string, listener: () => void) =>
    target?.addEventListener?.(name, listener, { signal: stop.signal });

  listen(globalThis.window, 'online', onWake);
  listen(globalThis.window, 'offline', onOffline);
  listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') onWake();
  });
  return () => stop.abort();
}

/** Whether the device says that it has no network. It may err, so this only names a state and never keeps from trying. */
export function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}
