import type { Closing } from './closing.js';
import type { ServerFrame } from './protocol.js';
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
export declare class Connection {
    #private;
    constructor(constructor: WebSocketConstructor, url: string, protocols: string[], onFrame: (frame: ServerFrame) => void, onEnd: (ending: Ending) => void);
    send(text: string): void;
    /** Asks for a sign of life now: browsers do not show the server's pings, and a network may have gone silently. */
    readonly probe: () => void;
    /** Ends it from our side, without waiting for the other. */
    end(code: number, reason: string): void;
}
