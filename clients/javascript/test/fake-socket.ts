import { vi } from 'vitest';
import { type Client, type ConnectOptions, connect, type WebSocketConstructor } from '../src/index.js';

/** A WebSocket whose other side is the test. */
export class FakeSocket {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  readonly sent: any[] = [];
  opened = false;
  /** Closed by one of the two sides. */
  ended = false;

  constructor(readonly url: string, readonly protocols: string[]) {}

  send(data: string): void {
    if (!this.opened) throw new Error('The socket is not open.');
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.ended = true;
  }

  /** The server sends a frame; a string goes as it is. */
  receive(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }

  serverClose(code: number, reason = ''): void {
    this.ended = true;
    this.onclose?.({ code, reason });
  }
}

export const welcome = { type: 'welcome', v: 1, connection: 'c_1', user: { id: '42', name: 'Ann' }, limits: { maxBytes: 65_536, rooms: 100 } };
export const bob = { id: '7', name: 'Bob' };
export const at = '2026-11-20T12:00:00.000Z';

/** A client on fake sockets, the random number of its back-off being one half. */
export class Stage {
  readonly sockets: FakeSocket[] = [];
  readonly client: Client;

  constructor(options: ConnectOptions = {}, url = 'ws://chat.example/ws') {
    const { sockets } = this;
    class Recorded extends FakeSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols);
        sockets.push(this);
      }
    }
    this.client = connect(url, { WebSocket: Recorded as WebSocketConstructor, random: () => 0.5, ...options });
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('The client has opened no socket.');
    return socket;
  }

  get sent(): any[] {
    return this.socket.sent;
  }

  /** The socket opens and the server welcomes. */
  async open(frame: object = welcome): Promise<FakeSocket> {
    await settle();
    this.socket.opened = true;
    this.socket.receive(frame);
    return this.socket;
  }

  /** Cuts the connection, lets the wait of the back-off pass, and opens the next. */
  async reconnect(code = 1006): Promise<FakeSocket> {
    this.socket.serverClose(code);
    await vi.advanceTimersByTimeAsync(this.client.retryAt! - Date.now());
    return this.open();
  }

  /** Joins a room, whose answer has this offset. */
  join(name = 'lobby', { offset = 3, epoch = 'x7', ...options } = {} as { offset?: number; epoch?: string; history?: number; presence?: boolean; buffer?: number }) {
    const room = this.client.join<any>(name, options);
    this.answer({ room: name, offset, epoch });
    return room;
  }

  /** Answers the latest join. */
  answer(joined: object): void {
    const { id, room } = this.sent.findLast((frame) => frame.type === 'join');
    this.socket.receive({ type: 'joined', id, room, epoch: 'x7', ...joined });
  }

  message(offset: number, data: unknown, room = 'lobby', more: object = {}): void {
    this.socket.receive({ type: 'message', room, offset, from: bob, data, at, ...more });
  }
}

/** Lets promises go on; the fake clock stands still. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

/** What a room or a client tells, as it comes. */
export function record<Event>(source: { on(name: any, listener: (event: any) => void): () => void }, name: string): Event[] {
  const events: Event[] = [];
  source.on(name, (event) => events.push(event));
  return events;
}

/** A promise that the test resolves. */
export function later<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
