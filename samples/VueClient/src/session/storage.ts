const prefix = 'roomsockets.';

/** What this browser remembers. Storage can be blocked; the chat works without it. */
export function load(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

/** Keeps a value; nothing for none. */
export function save(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, value);
  } catch {
    // Not remembered.
  }
}

/** A map that outlives the page. Kept as pairs, so that no name can be mistaken for a property. */
export function loadMap<Value>(key: string): Map<string, Value> {
  try {
    return new Map(JSON.parse(load(key) ?? '[]') as [string, Value][]);
  } catch {
    return new Map();
  }
}

export function saveMap(key: string, map: ReadonlyMap<string, unknown>): void {
  save(key, map.size > 0 ? JSON.stringify([...map]) : undefined);
}
