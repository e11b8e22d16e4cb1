import { backoff } from './backoff.js';
import { type Closing, isFinal, tokenExpired } from './closing.js';
import { Connection, type Ending, type WebSocketConstructor } from './connection.js';
import { protocols } from './credentials.js';
import { RoomSocketsError } from './errors.js';
import type { TokenSource } from './options.js';
import type { ServerFrame } from './protocol.js';
import { isOffline, watch } from './surroundings.js';
import { after, duration, type Timer } from './timer.js';

const tokenWithin = 20_000;
// A server that welcomes and closes again is none that works.
const lastingAfter = 5_000;

/** Where the client stands; `offline` instead of `connecting` or `reconnecting` where the device has no network. */
export type State = 'connecting' | 'connected' | 'reconnecting' | 'offline' | 'closed';

/** The state, and what belongs to it. */
export interface StateChange {
  readonly state: State;
  /** When the next attempt begins, in milliseconds since 1970, while one is waited for. */
  readonly retryAt?: number;
  /** How the last connection ended, while there is no other. */
  readonly closing?: Closing;
}

interface Settings {
  readonly url: string;
  readonly WebSocket: WebSocketConstructor;
  readonly token: TokenSource;
  readonly random: () => number;
}

interface Events {
  frame(frame: ServerFrame): void;
  change(change: StateChange): void;
  error(error: RoomSocketsError): void;
}

/** Keeps one connection standing: when it ends, opens the next, until one side says that it is over. */
export class Link {
  change: StateChange = { state: 'connecting' };
  readonly #settings: Settings;
  readonly #events: Events;
  readonly #unwatch = watch(() => this.#wake(), () => this.#goOffline());
  #connection: Connection | undefined;
  #timer: Timer | undefined;
  #turn = 0;
  #attempt = 0;
  #notBefore = 0;
  #welcomed = false;
  #welcomedAt: number | undefined;
  #tokenIsStale = false;

  constructor(settings: Settings, events: Events) {
    this.#settings = settings;
    this.#events = events;
  }

  /** Connects now, unless that is done. */
  async open(): Promise<void> {
    if (this.#connection || this.change.state === 'closed') return;
    const { url, WebSocket, token } = this.#settings;
    // Whoever holds an older turn comes too late.
    const turn = ++this.#turn;
    const end = (ending: Ending) => turn === this.#turn && this.#ended(ending);
    clearTimeout(this.#timer);
    this.#timer = after(tokenWithin, () => end({ code: 1006, reason: 'No token came.' }));
    this.#become({ state: this.#absent() });
    try {
      const offer = protocols(await token({ refresh: this.#tokenIsStale }));
      if (turn !== this.#turn) return;
      clearTimeout(this.#timer);
      this.#connection = new Connection(WebSocket, url, offer, (frame) => this.#receive(frame), end);
    } catch (cause) {
      if (turn !== this.#turn) return;
      const reason = `Cannot connect: ${cause}`;
      this.#events.error(new RoomSocketsError('connect_failed', reason, { temporary: true, cause }));
      end({ code: 1006, reason });
    }
  }

  /** Waits no longer than the server asked for. */
  retryNow(): void {
    const { retryAt, closing } = this.change;
    if (retryAt === undefined) return;
    if (Date.now() < this.#notBefore) this.#retry(this.#notBefore, closing);
    else this.open();
  }

  send(text: string): void {
    this.#connection?.send(text);
  }

  close(): void {
    if (this.change.state === 'closed') return;
    const connection = this.#connection;
    this.#ended({ code: 1000, reason: 'Closed by the application.' });
    connection?.end(1000, '');
  }

  #receive(frame: ServerFrame): void {
    const welcome = frame.type === 'welcome';
    if (welcome) {
      this.#welcomed = true;
      this.#welcomedAt = Date.now();
      this.change = { state: 'connected' };
    }
    this.#events.frame(frame);
    if (welcome) this.#become(this.change);
  }

  #ended({ code, reason, reconnect = true, retryAfterMs }: Ending): void {
    this.#turn++;
    this.#connection = undefined;
    clearTimeout(this.#timer);
    const closing = { code, reason };
    if (!reconnect || isFinal(code)) {
      this.#unwatch();
      return this.#become({ state: 'closed', closing });
    }
    const now = Date.now();
    // A browser does not tell a token that was refused from a cut.
    this.#tokenIsStale = code === tokenExpired || this.#welcomedAt === undefined;
    if (now - this.#welcomedAt! >= lastingAfter) this.#attempt = 0;
    this.#welcomedAt = undefined;
    this.#notBefore = now + (duration(retryAfterMs) ?? 0);
    this.#retry(Math.max(this.#notBefore, now + backoff(this.#attempt++, this.#settings.random)), closing);
  }

  #retry(retryAt: number, closing: Closing | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = after(retryAt - Date.now(), () => this.open());
    this.#become({ state: this.#absent(), retryAt, ...(closing && { closing }) });
  }

  // A network came back, or somebody looks at the page again: no reason to wait, except when the server asked for it.
  #wake(): void {
    if (this.#connection) this.#connection.probe();
    else this.retryNow();
  }

  #goOffline(): void {
    if (this.#connection) this.#connection.end(1006, 'The device is offline.');
    else this.#become({ ...this.change, state: this.#absent() });
  }

  #absent(): State {
    if (isOffline()) return 'offline';
    return this.#welcomed ? 'reconnecting' : 'connecting';
  }

  #become(change: StateChange): void {
    this.change = change;
    this.#events.change(change);
  }
}
