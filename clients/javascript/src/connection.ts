import type { Closing } from './closing.js';
import type { ServerFrame } from './protocol.js';
import { after, type Timer } from './timer.js';

const openWithin = 20_000;
const quietFor = 25_000;
const answerWithin = 20_000;

/** The part of a WebSocket that is used; those of browsers, Node and `ws` have it. */
export interface WebSocketLike {
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** Makes a WebSocket. */
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** How a connection ended, with what the server said of coming back. */
export interface Ending extends Closing {
  readonly reconnect?: boolean;
  readonly retryAfterMs?: number;
}

/** One WebSocket from its opening to its end, of which it tells exactly once. */
export class Connection {
  readonly #socket: WebSocketLike;
  readonly #onEnd: (ending: Ending) => void;
  #bye: Partial<Ending> = {};
  #timer: Timer | undefined;
  #heard = false;
  #ended = false;

  constructor(
    constructor: WebSocketConstructor, url: string, protocols: string[],
    onFrame: (frame: ServerFrame) => void, onEnd: (ending: Ending) => void,
  ) {
    this.#onEnd = onEnd;
    const socket = (this.#socket = new constructor(url, protocols));
    socket.onmessage = ({ data }) => this.#receive(data, onFrame);
    socket.onclose = ({ code, reason }) => this.#end({ code, reason });
    // A close event follows; but `ws` throws an error that nobody listens to.
    socket.onerror = () => {};
    this.#endAfter(openWithin);
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Asks for a sign of life now: browsers do not show the server's pings, and a network may have gone silently. */
  readonly probe = (): void => {
    if (!this.#heard) return;
    this.send('{"type":"ping","id":0}');
    this.#endAfter(answerWithin);
  };

  /** Ends it from our side, without waiting for the other. */
  end(code: number, reason: string): void {
    this.#end({ code, reason });
    this.#socket.close(1000);
  }

  #receive(data: unknown, onFrame: (frame: ServerFrame) => void): void {
    if (this.#ended) return;
    this.#heard = true;
    clearTimeout(this.#timer);
    this.#timer = after(quietFor, this.probe);
    const frame = parse(data);
    if (frame?.type === 'bye') this.#bye = frame;
    else if (frame) onFrame(frame);
  }

  #endAfter(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = after(milliseconds, () => this.end(1006, 'The server is silent.'));
  }

  #end(closing: Closing): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    // The close frame may be lost on the way; what `bye` announced holds.
    this.#onEnd({ ...closing, ...this.#bye });
  }
}

function parse(data: unknown): ServerFrame | undefined {
  try {
    const frame = JSON.parse(data as string);
    return typeof frame?.type === 'string' ? frame : undefined;
  } catch {
    return undefined;
  }
}
