import { vi } from 'vitest';

/** The server's side of the sub-protocol: just enough for one page, and under the control of the test. */
export class Server {
  static readonly at = '2026-11-20T12:00:00.000Z';
  readonly sockets: Socket[] = [];
  readonly frames: any[] = [];
  /** What `history` answers, by room or person. */
  readonly past = new Map<string, object[]>();
  offset = 0;
  /** Publishes and directs are answered with this instead of an ack. */
  refusal: object | undefined;

  constructor() {
    const server = this;
    vi.stubGlobal('WebSocket', class extends Socket {
      constructor() {
        super(server);
        server.sockets.push(this);
      }
    });
  }

  get socket(): Socket {
    return this.sockets.at(-1)!;
  }

  /** Opens the latest socket. */
  async open(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
    this.socket.receive({ type: 'welcome', v: 1, connection: 'c_1', user: { id: 'user:1', name: 'Ann' }, limits: { maxBytes: 65_536, rooms: 100 } });
    await vi.advanceTimersByTimeAsync(0);
  }

  async message(offset: number, from: string, data: unknown, room = 'lobby', key?: string): Promise<void> {
    this.offset = Math.max(this.offset, offset);
    this.socket.receive({ type: 'message', room, offset, from: { id: from, name: from }, data, at: Server.at, ...(key && { key }) });
    await vi.advanceTimersByTimeAsync(0);
  }

  /** @internal */
  take(socket: Socket, frame: any): void {
    this.frames.push(frame);
    const { type, id, room, to, since, presence } = frame;
    if (type === 'join') socket.receive({ type: 'joined', id, room, offset: this.offset, epoch: 'e', ...(since && { recovered: true, messages: [] }), ...(presence && { presence: { count: 1, users: [{ id: 'user:1', name: 'Ann', devices: 1, status: 'online' }] } }) });
    else if (type === 'history') socket.receive({ type, id, messages: this.past.get(room ?? to) ?? [], more: false });
    else if (this.refusal && (type === 'publish' || type === 'direct')) socket.receive({ type: 'error', id, ...this.refusal });
    else if (type === 'publish' || type === 'direct') this.#acknowledge(socket, frame);
  }

  #acknowledge(socket: Socket, { type, id, room, key, data }: any): void {
    const offset = ++this.offset;
    if (type === 'publish') socket.receive({ type: 'message', room, offset, from: { id: 'user:1', name: 'Ann' }, key, data, at: Server.at });
    socket.receive({ type: 'ack', id, offset, duplicate: false });
  }
}

class Socket {
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly server: Server) {}

  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  send(text: string): void {
    this.server.take(this, JSON.parse(text));
  }

  close(): void {}

  /** The server ends the connection. */
  end(code: number): void {
    this.onclose?.({ code, reason: '' });
  }
}
