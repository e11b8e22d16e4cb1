import type { Closing } from './closing.js';
import type { WebSocketConstructor } from './connection.js';
import { Emitter } from './emitter.js';
import { RoomSocketsError } from './errors.js';
import { newKey } from './key.js';
import { Link, type State, type StateChange } from './link.js';
import type { ConnectOptions, JoinOptions, TokenSource } from './options.js';
import { Outbox } from './outbox.js';
import type {
  ClientFrame, DirectMessage, ErrorFrame, HistoryPage, HistoryRange, Limits, RoomFrame, ServerFrame, Signal, StoredMessage, User,
  WelcomeFrame,
} from './protocol.js';
import { type Publishing, publishing } from './publishing.js';
import { Refresh } from './refresh.js';
import { Room, type RoomHost } from './room.js';
import { sizeOf, tooBig } from './size.js';

/** What a client tells. */
export interface ClientEvents {
  state: StateChange;
  direct: DirectMessage;
  /** Something that the server says outside of any room. */
  signal: Signal;
  /** A room that the server joined by itself, because the address names it. */
  room: Room;
  /** What went wrong without anybody waiting for it. */
  error: RoomSocketsError;
}

/** A connection to RoomSockets that mends itself, and the rooms that are joined over it. */
export class Client extends Emitter<ClientEvents> {
  /** Who the server takes us for; `null` for nobody, `undefined` before it has said so. */
  user: User | null | undefined;
  /** The server's name of this connection. */
  connection: string | undefined;
  limits: Limits = {};
  readonly #rooms = new Map<string, Room>();
  /** What the server has joined by itself; it does so on each connection, whether we have left or not. */
  readonly #ofServer = new Set<string>();
  readonly #options: ConnectOptions;
  readonly #link: Link;
  readonly #outbox: Outbox<Room>;
  readonly #refresh: Refresh;
  readonly #host: RoomHost;
  #ids = 0;
  #status: string | undefined;

  /** @internal */
  constructor(url: string, WebSocket: WebSocketConstructor, options: ConnectOptions) {
    super();
    this.#options = options;
    const random = options.random ?? Math.random;
    const nextId = () => ++this.#ids;
    this.#outbox = new Outbox({
      nextId, random,
      ready: (room) => (room ? room.open : this.state === 'connected'),
      send: (text) => this.#link.send(text),
      maxBytes: () => this.limits.maxBytes,
    }, options);
    this.#host = {
      nextId, random,
      send: (frame) => this.#send(frame),
      request: (frame, room) => this.#outbox.add(frame, room),
      opened: (room) => this.#outbox.flush(room),
      seen: (item, room) => {
        // Keys belong to their senders: others may have the same.
        if (!('deleted' in item) && item.from?.id === this.user?.id) this.#outbox.confirm(item.key, item.offset, room);
      },
      left: (room, error) => this.#forget(room, error),
    };
    this.#refresh = new Refresh((isCurrent) => this.#renewToken(isCurrent), random);
    const token: TokenSource = ({ refresh }) => options.token?.({ refresh: refresh || this.#refresh.isDue });
    this.#link = new Link({ url, WebSocket, token, random }, {
      frame: (frame) => this.#guard(frame),
      change: (change) => this.#changed(change),
      error: (error) => this.emit('error', error),
    });
    if (!options.idle) this.#link.open();
  }

  get state(): State {
    return this.#link.change.state;
  }

  /** When the next attempt to connect begins, in milliseconds since 1970, while one is waited for. */
  get retryAt(): number | undefined {
    return this.#link.change.retryAt;
  }

  /** How the last connection ended, while there is no other. */
  get closing(): Closing | undefined {
    return this.#link.change.closing;
  }

  /** The rooms by name. */
  get rooms(): ReadonlyMap<string, Room> {
    return this.#rooms;
  }

  /** Joins a room, now or when connected, and again after every reconnect. A room that is joined already comes back as it is. */
  join<Data = unknown>(name: string, options: JoinOptions = {}): Room<Data> {
    // As the server compares names.
    name = name.normalize();
    const joined = this.#rooms.get(name);
    if (joined && options.presence) joined.watch();
    return (joined ?? this.#enter(name, options)) as Room<Data>;
  }

  /** Sends a message to all devices of a user; comes back as `publish` does. */
  direct(to: string, data: unknown, { key = newKey() }: { readonly key?: string } = {}): Publishing {
    return publishing(key, this.#outbox.add({ type: 'direct', to, key, data }));
  }

  /** A page of the conversation with a user; the newest one by default. */
  async history({ to, ...range }: HistoryRange & { readonly to: string }): Promise<HistoryPage<StoredMessage>> {
    const { messages = [], more = false } = await this.#outbox.add({ type: 'history', to, ...range });
    return { messages, more };
  }

  /** Sets what others see beside the user's name, at most 64 characters; it is kept across reconnects. */
  async setStatus(status: string): Promise<void> {
    await this.#outbox.add({ type: 'status', status });
    this.#status = status;
  }

  /** Connects now instead of at `retryAt`, or as soon as the server allows. */
  retryNow(): void {
    this.#link.retryNow();
  }

  /** Ends it for good: rooms are left, and what waits fails with `closed`. */
  close(): void {
    this.#link.close();
  }

  #guard(frame: ServerFrame): void {
    try {
      this.#receive(frame);
    } catch (cause) {
      this.emit('error', new RoomSocketsError('bad_frame', `Cannot read "${frame.type}": ${cause}`, { cause }));
    }
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame);
      case 'ack':
      case 'history':
        this.#outbox.answer(frame);
        return;
      case 'error':
        return this.#refused(frame);
      case 'direct':
        return this.emit('direct', frame);
      case 'joined':
        if (frame.id === undefined) this.#joinedByServer(frame.room);
    }
    if ('room' in frame) this.#rooms.get(frame.room!)?.receive(frame as RoomFrame);
    else if (frame.type === 'signal') this.emit('signal', frame);
  }

  #joinedByServer(name: string): void {
    const isKnown = this.#ofServer.has(name);
    this.#ofServer.add(name);
    if (this.#rooms.has(name)) return;
    if (isKnown) this.#send({ type: 'leave', room: name });
    else this.emit('room', this.#add(name));
  }

  #welcome({ connection, user, limits, tokenExpiresIn }: WelcomeFrame): void {
    this.connection = connection;
    this.user = user;
    this.limits = limits ?? {};
    this.#refresh.start(tokenExpiresIn);
    if (this.#status !== undefined) this.#send({ type: 'status', status: this.#status });
    this.#outbox.flush();
    for (const room of this.#rooms.values()) room.join();
  }

  #refused(frame: ErrorFrame): void {
    if (this.#outbox.answer(frame)) return;
    for (const room of [...this.#rooms.values()]) if (room.refused(frame)) return;
    this.emit('error', RoomSocketsError.of(frame));
  }

  #changed(change: StateChange): void {
    if (change.state !== 'connected') {
      this.#refresh.stop();
      this.#outbox.rewind();
      for (const room of this.#rooms.values()) room.suspend();
    }
    this.emit('state', change);
    if (change.state === 'closed') this.#finish(change.closing!);
  }

  #finish({ code, reason }: Closing): void {
    const error = new RoomSocketsError('closed', `The connection is closed (${code}): ${reason}`);
    for (const room of [...this.#rooms.values()]) room.end({ reason: 'closed' }, error);
    this.#outbox.fail(error);
  }

  #enter(name: string, options: JoinOptions): Room {
    const room = this.#add(name, options);
    if (this.state === 'connected') room.join();
    if (this.state === 'closed') room.end({ reason: 'closed' }, new RoomSocketsError('closed', 'The client is closed.'));
    return room;
  }

  #add(name: string, options: JoinOptions = {}): Room {
    const room = new Room(name, options, this.#host);
    this.#rooms.set(name, room);
    return room;
  }

  #forget(room: Room, error: RoomSocketsError): void {
    this.#rooms.delete(room.name);
    this.#outbox.fail(error, room);
  }

  #send(frame: ClientFrame): void {
    if (this.state !== 'connected') return;
    const text = JSON.stringify(frame);
    const refusal = tooBig(sizeOf(text), this.limits.maxBytes);
    if (refusal) this.emit('error', refusal);
    else this.#link.send(text);
  }

  async #renewToken(isCurrent: () => boolean): Promise<number | undefined> {
    try {
      const token = await this.#options.token?.({ refresh: true });
      return token && isCurrent() ? (await this.#outbox.add({ type: 'auth', token })).tokenExpiresIn : undefined;
    } catch (cause) {
      if (isCurrent()) this.emit('error', new RoomSocketsError('token_failed', `The token was not renewed: ${cause}`, { temporary: true, cause }));
      throw cause;
    }
  }
}
