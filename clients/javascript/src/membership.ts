import { backoff } from './backoff.js';
import type { JoinOptions } from './options.js';
import type { ClientFrame, ErrorFrame, Id, Item, JoinedFrame, RoomFrame } from './protocol.js';
import { type Gap, Timeline } from './timeline.js';
import { after, duration, type Timer } from './timer.js';

/** What a membership needs of the connection. */
export interface Wire {
  nextId(): number;
  /** Drops the frame when there is no connection. */
  send(frame: ClientFrame): void;
  random(): number;
}

interface Events {
  /** All that is here, before anything else is done with it. */
  seen(items: readonly Item[]): void;
  joined(frame: JoinedFrame, gap: Gap | undefined): void;
  item(item: Item): void;
}

/** Joins a room, passes its messages on in their order, and joins again from where it stands when some are missing. */
export class Membership {
  readonly timeline: Timeline;
  /** Whether the server has let us in on this connection. */
  open = false;
  readonly #room: string;
  readonly #wire: Wire;
  readonly #events: Events;
  #options: JoinOptions;
  #pending: Id | undefined;
  #retry: Timer | undefined;
  #refusals = 0;

  constructor(room: string, options: JoinOptions, wire: Wire, events: Events) {
    this.#room = room;
    this.#options = options;
    this.#wire = wire;
    this.#events = events;
    this.timeline = new Timeline(options.since);
  }

  /** Whether an answer is waited for; until it comes, messages are ignored, for it brings them again. */
  get joining(): boolean {
    return !this.open || this.#pending !== undefined;
  }

  join(): void {
    const { history, presence } = this.#options;
    const since = this.timeline.position;
    clearTimeout(this.#retry);
    this.#pending = this.#wire.nextId();
    this.#wire.send({ type: 'join', id: this.#pending, room: this.#room, since, history: since ? undefined : history, presence });
  }

  /** Asks for presence, if nobody has; it comes with the answer to a join. A join under way did not ask for it. */
  watch(): void {
    if (this.#options.presence) return;
    this.#options = { ...this.#options, presence: true };
    if (this.open || this.#pending !== undefined) this.join();
  }

  /** The connection, or the membership itself, is over. */
  suspend(): void {
    clearTimeout(this.#retry);
    this.open = false;
  }

  receive(frame: RoomFrame): void {
    if (frame.type === 'joined') {
      if (frame.id === undefined && this.timeline.position) this.#joinedAgain(frame);
      else if (frame.id === this.#pending) this.#joined(frame);
    } else if (this.joining) return;
    else if (frame.type === 'gap') this.join();
    else if (frame.type === 'message' || frame.type === 'skip') this.#advance(frame);
  }

  /** Takes a refusal: `later` when it will ask again, `final` when there is no hope, nothing when it did not ask. */
  refused({ id, temporary, retryAfterMs }: ErrorFrame): 'later' | 'final' | undefined {
    if (id === undefined || id !== this.#pending) return undefined;
    if (!temporary) return 'final';
    this.#retry = after(duration(retryAfterMs) ?? backoff(this.#refusals++, this.#wire.random), () => this.join());
    return 'later';
  }

  // The server joins the route's room by itself, without an id; where we stand somewhere, only the answer to our own join goes on from there.
  #joinedAgain({ offset, epoch }: JoinedFrame): void {
    const position = this.timeline.position!;
    if (!this.joining && (offset !== position.offset || epoch !== position.epoch)) this.join();
  }

  #joined(frame: JoinedFrame): void {
    const since = this.timeline.position?.offset ?? 0;
    const messages = frame.messages ?? [];
    const gap = this.timeline.reset(frame);
    // Whoever publishes when told of `joined` sends what waits as well: it must not repeat what is here.
    this.#events.seen(messages);
    this.#pending = undefined;
    this.#refusals = 0;
    this.open = true;
    this.#events.joined(frame, gap);
    if (gap) return;
    for (const item of messages) if (item.offset > since) this.#events.item(item);
  }

  #advance(frame: RoomFrame & { type: 'message' | 'skip' }): void {
    const step = this.timeline.advance(frame.offset);
    if (step === 'hole') this.join();
    else if (step === 'next' && frame.type === 'message') this.#events.item(frame);
  }
}
