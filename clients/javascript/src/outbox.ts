import { backoff } from './backoff.js';
import { RoomSocketsError } from './errors.js';
import type { AnswerFrame, ClientFrame, ErrorFrame } from './protocol.js';
import { sizeOf, tooBig } from './size.js';
import { after, type Timer } from './timer.js';

/** Bounds of what waits for the server. */
export interface OutboxOptions {
  /** Milliseconds until a request fails with `timeout`, reconnects included; 30,000 by default. */
  readonly timeout?: number;
  /** How many requests may wait; 100 by default. */
  readonly queueMessages?: number;
  /** How many bytes they may have together; 1,048,576 by default. */
  readonly queueBytes?: number;
}

/** What the outbox needs to know of the connection. */
export interface Port<Room> {
  /** Whether requests of this room, or of none, may go out now. */
  ready(room: Room | undefined): boolean;
  send(text: string): void;
  nextId(): number;
  maxBytes(): number | undefined;
  random(): number;
}

interface Entry<Room> {
  readonly text: string;
  readonly key: string | undefined;
  readonly bytes: number;
  readonly room: Room | undefined;
  /** What keeps its order among itself: the messages to one room, or to one user. */
  readonly lane: unknown;
  /** Means nothing to another connection, and is sent whatever waits already. */
  readonly ofConnection: boolean;
  readonly until: number;
  sent: boolean;
  retries: number;
  refusal: RoomSocketsError | undefined;
  settle(result: AnswerFrame | RoomSocketsError): void;
}

interface Pause {
  readonly until: number;
  readonly timer: Timer;
}

/** Requests until they are answered: sent in their order, again after a reconnect, again when the refusal was temporary. */
export class Outbox<Room> {
  readonly #entries = new Map<unknown, Entry<Room>>();
  readonly #pauses = new Map<unknown, Pause>();
  readonly #port: Port<Room>;
  readonly #options: Required<OutboxOptions>;
  #bytes = 0;
  #failure: RoomSocketsError | undefined;

  constructor(port: Port<Room>, { timeout = 30_000, queueMessages = 100, queueBytes = 1_048_576 }: OutboxOptions) {
    this.#port = port;
    this.#options = { timeout, queueMessages, queueBytes };
  }

  /** Sends a request as soon as that is possible; comes back with its answer. */
  async add(frame: ClientFrame, room?: Room): Promise<AnswerFrame> {
    if (this.#failure) throw this.#failure;
    const { timeout, queueMessages, queueBytes } = this.#options;
    const id = this.#port.nextId();
    const text = JSON.stringify({ ...frame, id });
    const bytes = sizeOf(text);
    const ofConnection = frame.type === 'auth';
    if (!ofConnection && (this.#entries.size >= queueMessages || this.#bytes + bytes > queueBytes))
      throw new RoomSocketsError('queue_full', `${this.#entries.size} requests (${this.#bytes} bytes) wait already.`, { temporary: true });

    return new Promise((resolve, reject) => {
      const settle = (result: AnswerFrame | RoomSocketsError) => {
        clearTimeout(timer);
        this.#entries.delete(id);
        this.#bytes -= bytes;
        if (result instanceof RoomSocketsError) reject(result);
        else resolve(result);
      };
      const timer = after(timeout, () =>
        settle(new RoomSocketsError('timeout', `No answer came in ${timeout} ms.`, { temporary: true, cause: entry.refusal })));
      const entry: Entry<Room> = {
        text, bytes, room, ofConnection, settle,
        key: frame['key'] as string | undefined,
        lane: frame.type === 'history' ? id : (room ?? frame.type + frame['to']),
        until: Date.now() + timeout,
        sent: false, retries: 0, refusal: undefined,
      };
      this.#entries.set(id, entry);
      this.#bytes += bytes;
      this.flush(room);
    });
  }

  /** Sends what a room, or what belongs to none, has not sent on this connection. */
  flush(room?: Room): void {
    if (!this.#port.ready(room)) return;
    for (const entry of this.#of(room)) {
      if (entry.sent || this.#pauses.has(entry.lane)) continue;
      const refusal = tooBig(entry.bytes, this.#port.maxBytes());
      if (refusal) {
        entry.settle(refusal);
      } else {
        entry.sent = true;
        this.#port.send(entry.text);
      }
    }
  }

  /** Takes an answer; false when nothing here waited for it. */
  answer(frame: AnswerFrame | ErrorFrame): boolean {
    const entry = this.#entries.get(frame.id);
    if (!entry) return false;
    if (frame.type !== 'error') entry.settle(frame);
    else this.#refuse(entry, RoomSocketsError.of(frame));
    return true;
  }

  /** A message of ours has come back whose answer was lost with the connection: asking for it again would say it twice, where the server keeps no keys. */
  confirm(key: string | undefined, offset: number, room: Room): void {
    if (key === undefined) return;
    for (const entry of this.#of(room)) if (!entry.sent && entry.key === key) entry.settle({ type: 'ack', offset, duplicate: false });
  }

  /** The connection is gone, and nobody knows what of it has arrived. */
  rewind(): void {
    this.#resume();
    for (const entry of [...this.#entries.values()]) {
      if (entry.ofConnection) entry.settle({ type: 'ack' });
      entry.sent = false;
    }
  }

  /** Gives up what waits for a room; or everything, for good. */
  fail(error: RoomSocketsError, room?: Room): void {
    if (!room) this.#failure = error;
    for (const entry of room ? this.#of(room) : [...this.#entries.values()]) entry.settle(error);
    if (!room) this.#resume();
  }

  #of(room: Room | undefined): Entry<Room>[] {
    return [...this.#entries.values()].filter((entry) => entry.room === room);
  }

  #resume(): void {
    for (const { timer } of this.#pauses.values()) clearTimeout(timer);
    this.#pauses.clear();
  }

  #refuse(entry: Entry<Room>, error: RoomSocketsError): void {
    const wait = error.retryAfterMs ?? backoff(entry.retries++, this.#port.random);
    // Nobody waits for what comes too late; and the others of its lane shall not wait for it either.
    if (!error.temporary || Date.now() + wait >= entry.until) return entry.settle(error);
    entry.sent = false;
    entry.refusal = error;
    this.#pause(entry, wait);
  }

  // A whole lane waits, or a later message would overtake an earlier one.
  #pause({ lane, room }: Entry<Room>, milliseconds: number): void {
    const until = Date.now() + milliseconds;
    const earlier = this.#pauses.get(lane);
    if (earlier && earlier.until >= until) return;
    clearTimeout(earlier?.timer);
    const timer = after(milliseconds, () => {
      this.#pauses.delete(lane);
      this.flush(room);
    });
    this.#pauses.set(lane, { until, timer });
  }
}
