import { expect, vi } from 'vitest';
import type { Client, Room } from '../src/index.js';
import { settle, Stage } from './fake-socket.js';

/** One step of a case in docs/protocol/client.json, whose README says what each does. */
export type Step = Record<string, any>;

/** Plays the steps of one case with a client of its own. */
export class Play {
  readonly #variables = new Map<string, unknown>();
  readonly #rooms = new WeakSet<Room>();
  readonly #messages: object[] = [];
  readonly #gaps: object[] = [];
  readonly #redactions: object[] = [];
  readonly #ends: object[] = [];
  readonly #rejected: object[] = [];
  readonly #publishes: Promise<unknown>[] = [];
  #stage!: Stage;
  #read = 0;
  #socket: unknown;

  get #client(): Client {
    return this.#stage.client;
  }

  async step(step: Step): Promise<void> {
    await settle();
    const [[name, value]] = Object.entries(step) as [[string, any]];
    switch (name) {
      case 'do': for (let left = step.times ?? 1; left > 0; left--) this.#do(value, step); break;
      case 'open': this.#stage.socket.opened = true; break;
      case 'receive': this.#stage.socket.receive(this.#insert(value)); break;
      case 'serverClose': this.#stage.socket.serverClose(value.code, value.reason); break;
      case 'advance': await vi.advanceTimersByTimeAsync(value); break;
      case 'expectSent': this.#compare(this.#unread()[0], value); this.#read++; break;
      case 'expectNothingSent': expect(this.#unread()).toEqual([]); break;
      case 'expectState': expect(this.#client.state).toBe(value); break;
      case 'expectMessages': expect(this.#messages.splice(0)).toEqual(value); break;
      case 'expectGap': expect(this.#gaps.shift()).toMatchObject(value); break;
      case 'expectRedacted': expect(this.#redactions.shift()).toEqual(value); break;
      case 'expectLeft': expect(this.#ends.shift()).toEqual(value); break;
      case 'expectRejected': expect(this.#rejected.shift()).toMatchObject(value); break;
      case 'expectAcked': expect(await this.#publishes.shift()).toMatchObject(value); break;
      case 'expectConnecting': expect(this.#connecting()).toBe(value); break;
      case 'expectProtocols': expect(this.#stage.socket.protocols).toEqual(value); break;
      default: throw new Error('This runner does not know the step.');
    }
    await settle();
  }

  end(): void {
    this.#client.close();
  }

  #do(what: string, { room = '', to, name, data, tokens, do: _do, times: _times, ...options }: Step): void {
    switch (what) {
      case 'connect': return this.#connect(room, tokens && [...tokens]);
      case 'join': return this.#listen(this.#client.join(room, options));
      case 'publish': return this.#request(this.#client.rooms.get(room)!.publish(data, options));
      case 'signal': return this.#client.rooms.get(room)!.signal(name, data);
      case 'leave': return this.#client.rooms.get(room)!.leave();
      case 'direct': return this.#request(this.#client.direct(to, data, options));
      case 'close': return this.#client.close();
      default: throw new Error('This runner does not know what to do.');
    }
  }

  #connect(room: string, tokens: string[] | undefined): void {
    const token = tokens && { token: () => tokens.shift() };
    this.#stage = new Stage(token, `ws://chat.example/ws${room && `/${room}`}`);
    this.#client.on('room', (joined) => this.#listen(joined));
  }

  #listen(room: Room): void {
    if (this.#rooms.has(room)) return;
    this.#rooms.add(room);
    room.on('message', ({ offset, data }) => this.#messages.push({ room: room.name, offset, data }));
    room.on('gap', (gap) => this.#gaps.push({ room: room.name, ...gap }));
    room.on('redacted', ({ offset, data }) => this.#redactions.push({ room: room.name, offset, ...(data !== undefined && { data }) }));
    room.on('left', ({ reason, until }) => this.#ends.push({ room: room.name, reason, ...(until && { until }) }));
    room.ready.catch((error) => this.#rejected.push(error));
  }

  #request(request: Promise<unknown>): void {
    this.#publishes.push(request);
    request.catch((error) => {
      this.#publishes.splice(this.#publishes.indexOf(request), 1);
      this.#rejected.push(error);
    });
  }

  #connecting(): boolean {
    const socket = this.#stage.sockets.at(-1);
    return socket !== undefined && !socket.opened && !socket.ended;
  }

  // Each socket has its own list of frames.
  #unread(): object[] {
    const { socket } = this.#stage;
    if (socket !== this.#socket) this.#read = 0;
    this.#socket = socket;
    return socket.sent.slice(this.#read);
  }

  #compare(actual: any, expected: any): void {
    if (typeof expected === 'string' && expected.startsWith('$')) this.#capture(expected, actual);
    else if (typeof expected !== 'object' || expected === null) expect(actual).toBe(expected);
    else for (const [key, value] of Object.entries(expected)) this.#compare(actual?.[key], value);
  }

  #capture(name: string, actual: unknown): void {
    expect(actual).toBeDefined();
    if (name === '$any') return;
    if (!this.#variables.has(name)) this.#variables.set(name, actual);
    expect(actual).toEqual(this.#variables.get(name));
  }

  #insert(value: any): any {
    if (typeof value === 'string') return this.#variables.get(value) ?? value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.#insert(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#insert(item)]));
  }
}
