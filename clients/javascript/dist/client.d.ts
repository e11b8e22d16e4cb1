import type { Closing } from './closing.js';
import { Emitter } from './emitter.js';
import { RoomSocketsError } from './errors.js';
import { type State, type StateChange } from './link.js';
import type { JoinOptions } from './options.js';
import type { DirectMessage, HistoryPage, HistoryRange, Limits, Signal, StoredMessage, User } from './protocol.js';
import { type Publishing } from './publishing.js';
import { Room } from './room.js';
/** What a client tells. */
export interface ClientEvents {
    state: StateChange;
    direct: DirectMessage;
    /** Something that the server says outside of any room. */
    signal: Signal;
    /** A room that the server joined by itself, because the address names it. */
    room: Room;
    /** What went wrong without anybody waiting for it. */
    error: RoomSocketsError;
}
/** A connection to RoomSockets that mends itself, and the rooms that are joined over it. */
export declare class Client extends Emitter<ClientEvents> {
    #private;
    /** Who the server takes us for; `null` for nobody, `undefined` before it has said so. */
    user: User | null | undefined;
    /** The server's name of this connection. */
    connection: string | undefined;
    limits: Limits;
    get state(): State;
    /** When the next attempt to connect begins, in milliseconds since 1970, while one is waited for. */
    get retryAt(): number | undefined;
    /** How the last connection ended, while there is no other. */
    get closing(): Closing | undefined;
    /** The rooms by name. */
    get rooms(): ReadonlyMap<string, Room>;
    /** Joins a room, now or when connected, and again after every reconnect. A room that is joined already comes back as it is. */
    join<Data = unknown>(name: string, options?: JoinOptions): Room<Data>;
    /** Sends a message to all devices of a user; comes back as `publish` does. */
    direct(to: string, data: unknown, { key }?: {
        readonly key?: string;
    }): Publishing;
    /** A page of the conversation with a user; the newest one by default. */
    history({ to, ...range }: HistoryRange & {
        readonly to: string;
    }): Promise<HistoryPage<StoredMessage>>;
    /** Sets what others see beside the user's name, at most 64 characters; it is kept across reconnects. */
    setStatus(status: string): Promise<void>;
    /** Connects now instead of at `retryAt`, or as soon as the server allows. */
    retryNow(): void;
    /** Ends it for good: rooms are left, and what waits fails with `closed`. */
    close(): void;
}
