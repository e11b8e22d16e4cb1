import { type Closing } from './closing.js';
import { type WebSocketConstructor } from './connection.js';
import { RoomSocketsError } from './errors.js';
import type { TokenSource } from './options.js';
import type { ServerFrame } from './protocol.js';
/** Where the client stands; `offline` instead of `connecting` or `reconnecting` where the device has no network. */
export type State = 'connecting' | 'connected' | 'reconnecting' | 'offline' | 'closed';
/** The state, and what belongs to it. */
export interface StateChange {
    readonly state: State;
    /** When the next attempt begins, in milliseconds since 1970, while one is waited for. */
    readonly retryAt?: number;
    /** How the last connection ended, while there is no other. */
    readonly closing?: Closing;
}
interface Settings {
    readonly url: string;
    readonly WebSocket: WebSocketConstructor;
    readonly token: TokenSource;
    readonly random: () => number;
}
interface Events {
    frame(frame: ServerFrame): void;
    change(change: StateChange): void;
    error(error: RoomSocketsError): void;
}
/** Keeps one connection standing: when it ends, opens the next, until one side says that it is over. */
export declare class Link {
    #private;
    change: StateChange;
    constructor(settings: Settings, events: Events);
    /** Connects now, unless that is done. */
    open(): Promise<void>;
    /** Waits no longer than the server asked for. */
    retryNow(): void;
    send(text: string): void;
    close(): void;
}
export {};
