/** What the host's API answered. */
export interface Answer<Value> {
  readonly ok: boolean;
  readonly status: number;
  readonly value: Value & Problem;
  /** When it may be asked again, in milliseconds since 1970. */
  readonly retryAt: number | undefined;
}

/** The part of a problem (RFC 9457) that is used; absent from answers of success. */
export interface Problem {
  readonly code?: string;
  readonly detail?: string;
}

export interface Account {
  /** As the socket knows the user. */
  readonly id: string;
  readonly username: string;
}

export interface ListedRoom {
  readonly id: number;
  readonly name: string;
  readonly users: readonly Account[];
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const patience = 15_000;

/** The host's API; each request fails only when no answer comes. */
export const api = {
  me: () => call('me', accountOf),
  register: (who: Credentials) => call('register', untouched, who),
  // The cookie that this sets is the session: no script can read it.
  login: (who: Credentials) => call('login', untouched, { ...who, session: true }),
  logout: () => call('logout', untouched, {}),
  rooms: () => call('rooms', (rooms: readonly RawRoom[]): readonly ListedRoom[] => rooms.map(roomOf)),
  createRoom: (name: string) => call('rooms', roomOf, { name }),
};

interface RawAccount {
  readonly id: number;
  readonly username: string;
}

interface RawRoom {
  readonly id: number;
  readonly name: string;
  readonly users: readonly RawAccount[];
}

const untouched = (value: unknown) => value;

function accountOf({ id, username }: RawAccount): Account {
  return { id: `user:${id}`, username };
}

function roomOf({ id, name, users }: RawRoom): ListedRoom {
  return { id, name, users: users.map(accountOf) };
}

async function call<Raw, Value>(path: string, read: (raw: Raw) => Value, body?: object): Promise<Answer<Value>> {
  const answer = await fetch(`/api/${path}`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(patience),
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const raw = await answer.json().catch(() => ({}));
  const value = answer.ok ? read(raw) : raw;
  const wait = Number(answer.headers.get('retry-after'));
  return { ok: answer.ok, status: answer.status, value, retryAt: wait > 0 ? Date.now() + wait * 1_000 : undefined };
}
