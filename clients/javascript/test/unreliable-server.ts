import type { WebSocketConstructor } from '../src/index.js';
import { at, FakeSocket, welcome } from './fake-socket.js';

const ann = { id: '42', name: 'Ann' };

/** A server of one room that keeps what it acknowledges, over connections that do whatever is allowed to go wrong. */
export class UnreliableServer {
  readonly log: any[] = [];
  readonly socket: WebSocketConstructor;
  /** How often something goes wrong, from 0 to 1. */
  trouble = 0.1;
  readonly #random: () => number;
  readonly #members = new Set<FakeSocket>();
  readonly #busyUntil = new Map<FakeSocket, number>();

  constructor(random: () => number) {
    this.#random = random;
    const accept = (socket: FakeSocket) => this.#accept(socket);
    const serve = (socket: FakeSocket, frame: any) => this.#serve(socket, frame);
    this.socket = class extends FakeSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        accept(this);
      }

      override send(data: string): void {
        super.send(data);
        serve(this, JSON.parse(data));
      }
    } as WebSocketConstructor;
  }

  /** Somebody publishes, maybe this client; a key counts once. */
  append(from: object, data: unknown, key: string, sender?: FakeSocket): any {
    const earlier = this.log.find((item) => item.key === key);
    if (earlier) return { offset: earlier.offset, duplicate: true };
    const item = { offset: this.log.length + 1, from, data, key, at };
    this.log.push(item);
    for (const member of this.#members) {
      // A frame that is lost leaves a hole, which the client must see by itself.
      if (this.#unlucky()) continue;
      if (member === sender && sender && this.#random() < 0.2) this.#send(member, { type: 'skip', room: 'lobby', offset: item.offset });
      else this.#send(member, { type: 'message', room: 'lobby', ...item });
    }
    return { offset: item.offset, duplicate: false };
  }

  #unlucky(): boolean {
    return this.#random() < this.trouble;
  }

  #accept(socket: FakeSocket): void {
    this.#later(socket, () => {
      if (this.#unlucky()) return this.#cut(socket);
      socket.opened = true;
      socket.receive(welcome);
      if (this.#unlucky()) this.#cut(socket);
    });
  }

  #serve(socket: FakeSocket, frame: any): void {
    if (this.#unlucky()) this.#later(socket, () => this.#cut(socket));
    this.#later(socket, () => {
      if (frame.type === 'ping') this.#send(socket, { type: 'pong', id: frame.id });
      else if (this.#unlucky()) this.#send(socket, { type: 'error', id: frame.id, code: 'overloaded', temporary: true });
      else if (frame.type === 'join') this.#join(socket, frame);
      else if (frame.type === 'publish') this.#publish(socket, frame);
    });
    if (this.#unlucky()) this.#later(socket, () => this.#cut(socket));
  }

  #join(socket: FakeSocket, { id, since }: any): void {
    this.#members.add(socket);
    const recovered = since && { recovered: true, messages: this.log.slice(since.offset) };
    this.#send(socket, { type: 'joined', id, room: 'lobby', offset: this.log.length, epoch: 'x7', ...recovered });
  }

  #publish(socket: FakeSocket, { id, data, key }: any): void {
    const ack = this.append(ann, data, key, socket);
    this.#send(socket, { type: 'ack', id, room: 'lobby', ...ack });
  }

  #cut(socket: FakeSocket): void {
    this.#members.delete(socket);
    if (!socket.ended) socket.serverClose(1006);
  }

  #send(socket: FakeSocket, frame: object): void {
    this.#later(socket, () => socket.receive(frame));
  }

  // Everything takes its time, but what is said on one connection stays in order.
  #later(socket: FakeSocket, action: () => void): void {
    const due = Math.max(this.#busyUntil.get(socket) ?? 0, Date.now() + Math.floor(this.#random() * 40));
    this.#busyUntil.set(socket, due);
    setTimeout(() => socket.ended || action(), due - Date.now());
  }
}

