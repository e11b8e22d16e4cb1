import { Emitter } from './emitter.js';
import { RoomSocketsError } from './errors.js';
import { newKey } from './key.js';
import { Membership, type Wire } from './membership.js';
import type { JoinOptions } from './options.js';
import { type Presence, PresenceMap } from './presence.js';
import type {
  AnswerFrame, ClientFrame, DeletedMessage, ErrorFrame, HistoryPage, HistoryRange, Item, JoinedFrame, Message, Position, RoomFrame,
} from './protocol.js';
import { type Publishing, publishing } from './publishing.js';
import type { Left, RoomEvents } from './room-events.js';
import { Stream } from './stream.js';
import type { Gap } from './timeline.js';

/** `joining` also after a reconnect, while what was missed is fetched; `left` is for good. */
export type RoomState = 'joining' | 'joined' | 'left';

/** How to publish. */
export interface PublishOptions {
  /** At most 64 characters; made by the client unless given. What has the same key is stored and delivered once. */
  readonly key?: string;
  /** Whether the message comes to this client, too; true by default. */
  readonly echo?: boolean;
}

/** @internal */
export interface RoomHost extends Wire {
  /** Sends it once the room is open, and comes back with the answer. */
  request(frame: ClientFrame, room: Room): Promise<AnswerFrame>;
  opened(room: Room): void;
  seen(item: Item, room: Room): void;
  left(room: Room, error: RoomSocketsError): void;
}

/** A room that the client is in: joined again after every reconnect, until one side ends it. */
export class Room<Data = unknown> extends Emitter<RoomEvents<Data>> implements AsyncIterable<Message<Data>> {
  /** Comes when the room is joined for the first time; fails when the server refuses. */
  readonly ready: Promise<void>;
  readonly #host: RoomHost;
  readonly #membership: Membership;
  readonly #presence = new PresenceMap();
  readonly #buffer: number;
  // Messages that came before anybody listened: whoever awaits `ready` first shall not miss them.
  #unheard: Message<Data>[] | undefined = [];
  #left = false;
  #ready!: () => void;
  #refuse!: (error: RoomSocketsError) => void;

  /** @internal */
  constructor(readonly name: string, options: JoinOptions, host: RoomHost) {
    super();
    this.#host = host;
    this.#buffer = options.buffer ?? 1_000;
    this.#membership = new Membership(name, options, host, {
      seen: (items) => items.forEach((item) => host.seen(item, this as Room)),
      joined: (frame, gap) => this.#joined(frame, gap),
      item: (item) => {
        host.seen(item, this as Room);
        if (!('deleted' in item)) this.#deliver(this.#place(item) as Message<Data>);
      },
    });
    this.ready = new Promise((resolve, reject) => {
      this.#ready = resolve;
      this.#refuse = reject;
    });
    // `left` tells the refusal, too; nobody has to wait for `ready`.
    this.ready.catch(() => {});
  }

  get state(): RoomState {
    if (this.#left) return 'left';
    return this.#membership.joining ? 'joining' : 'joined';
  }

  /** Who is here, if `presence` was asked for. */
  get presence(): Presence {
    return this.#presence;
  }

  /** How far this client has seen the room. An application that keeps it can go on from here in its next life, with `since`. */
  get position(): Position | undefined {
    return this.#membership.timeline.position;
  }

  override on<Name extends keyof RoomEvents<Data>>(name: Name, listener: (event: RoomEvents<Data>[Name]) => void): () => void {
    if (name === 'message') queueMicrotask(() => this.#hear());
    return super.on(name, listener);
  }

  /** Publishes any JSON value, across reconnects; comes back when it is stored and has its place, or fails with a `RoomSocketsError`. */
  publish(data: Data, { key = newKey(), echo }: PublishOptions = {}): Publishing {
    return publishing(key, this.#request({ type: 'publish', room: this.name, key, data, echo }));
  }

  /** Tells the others something of the moment; it is lost when there is no connection. The name has at most 64 bytes. */
  signal(name: string, data?: unknown): void {
    if (this.#membership.open) this.#host.send({ type: 'signal', room: this.name, name, data });
  }

  /** A page of what was said; the newest one by default. */
  async history(range: HistoryRange = {}): Promise<HistoryPage<Message<Data>>> {
    const { messages = [], more = false } = await this.#request({ type: 'history', room: this.name, ...range });
    return { messages: messages.map((item) => this.#place(item)), more };
  }

  /** Leaves for good; `client.join` enters anew. */
  leave(): void {
    if (this.#left) return;
    this.#host.send({ type: 'leave', id: this.#host.nextId(), room: this.name });
    this.end({}, new RoomSocketsError('left', 'The room was left.'));
  }

  /** The messages, as the `message` event has them. Ends with the room; fails with `overflow` when the reader falls behind. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Message<Data>> {
    const stream: Stream<Message<Data>> = new Stream(this.#buffer, () => stops.forEach((stop) => stop()));
    const stops = [this.on('message', (message) => stream.push(message)), this.on('left', () => stream.close())];
    if (this.#left) queueMicrotask(() => stream.close());
    return stream;
  }

  /** @internal */
  get open(): boolean {
    return this.#membership.open;
  }

  /** @internal */
  join(): void {
    this.#membership.join();
  }

  /** @internal Asks for presence, if nobody has. */
  watch(): void {
    this.#membership.watch();
  }

  /** @internal */
  suspend(): void {
    this.#membership.suspend();
  }

  /** @internal */
  receive(frame: RoomFrame): void {
    this.#membership.receive(frame);
    if (frame.type === 'joined') this.#host.opened(this as Room);
    if (frame.type === 'presence') this.#presence.apply(frame);
    if (frame.type === 'presence' || frame.type === 'signal' || frame.type === 'redacted') this.emit(frame.type, frame as never);
    // One with an id answers our own leaving, which is long done.
    if (frame.type === 'left' && frame.id === undefined)
      this.end(frame, new RoomSocketsError(frame.reason ?? 'left', `The server ended the membership: ${frame.reason}.`));
  }

  /** @internal Whether the refusal was of this room's join. */
  refused(frame: ErrorFrame): boolean {
    const refused = this.#membership.refused(frame);
    if (refused === 'final') this.end({ reason: frame.code, until: frame.until }, RoomSocketsError.of(frame));
    return refused !== undefined;
  }

  /** @internal */
  end(left: Left, error: RoomSocketsError): void {
    this.#left = true;
    this.suspend();
    this.#refuse(error);
    this.#host.left(this as Room, error);
    this.emit('left', left);
  }

  async #request(frame: ClientFrame): Promise<AnswerFrame> {
    if (this.#left) throw new RoomSocketsError('left', `Room "${this.name}" was left.`);
    return this.#host.request(frame, this as Room);
  }

  #joined({ offset, epoch, presence }: JoinedFrame, gap: Gap | undefined): void {
    if (presence) this.#presence.replace(presence);
    this.#ready();
    this.emit('joined', { offset, epoch });
    if (presence) this.emit('presence', { joined: presence.users ?? [], count: presence.count });
    if (gap) this.emit('gap', gap);
  }

  #place({ type: _type, ...item }: Item & { type?: string }): Message<Data> | DeletedMessage {
    return { ...item, room: this.name } as Message<Data>;
  }

  #deliver(message: Message<Data>): void {
    if (this.#left) return;
    if (!this.#unheard) return this.emit('message', message);
    this.#unheard.push(message);
    if (this.#unheard.length > this.#buffer) this.#unheard.shift();
  }

  #hear(): void {
    const unheard = this.#unheard ?? [];
    this.#unheard = undefined;
    for (const message of unheard) this.emit('message', message);
  }
}
