import type { WebSocketConstructor } from './connection.js';
import type { OutboxOptions } from './outbox.js';
import type { Position } from './protocol.js';
/** Why a token is asked for. */
export interface TokenRequest {
    /** The one given before has expired, is about to, or may have been refused: a cached one will not do. */
    readonly refresh: boolean;
}
/** Gives the access token; nothing where a cookie says who the user is. */
export type TokenSource = (request: TokenRequest) => string | null | undefined | Promise<string | null | undefined>;
/** How to connect. */
export interface ConnectOptions extends OutboxOptions {
    /** Asked before each connection, and at 80 % of the token's life. One that fails is asked again later. */
    readonly token?: TokenSource;
    /** The implementation to use; that of the platform by default. Node before 22 has none: give the one of `ws`. */
    readonly WebSocket?: WebSocketConstructor;
    /** Never connects: for rendering on a server. False by default. */
    readonly idle?: boolean;
    /** Numbers in [0, 1) for the back-off, for tests; `Math.random` by default. */
    readonly random?: () => number;
}
/** What to ask for when joining a room. */
export interface JoinOptions {
    /** How many of the newest messages to begin with, 0 to 200; 0 by default. */
    readonly history?: number;
    /** Whether to be told who is there; false by default. */
    readonly presence?: boolean;
    /** Where an earlier visit ended (`room.position`): everything after it comes first. It wins over `history`. */
    readonly since?: Position;
    /** How many messages `for await` may fall behind; 1,000 by default. */
    readonly buffer?: number;
}
