import { Emitter } from './emitter.js';
import { type Presence } from './presence.js';
import type { HistoryPage, HistoryRange, Message, Position } from './protocol.js';
import { type Publishing } from './publishing.js';
import type { RoomEvents } from './room-events.js';
/** `joining` also after a reconnect, while what was missed is fetched; `left` is for good. */
export type RoomState = 'joining' | 'joined' | 'left';
/** How to publish. */
export interface PublishOptions {
    /** At most 64 characters; made by the client unless given. What has the same key is stored and delivered once. */
    readonly key?: string;
    /** Whether the message comes to this client, too; true by default. */
    readonly echo?: boolean;
}
/** A room that the client is in: joined again after every reconnect, until one side ends it. */
export declare class Room<Data = unknown> extends Emitter<RoomEvents<Data>> implements AsyncIterable<Message<Data>> {
    #private;
    readonly name: string;
    /** Comes when the room is joined for the first time; fails when the server refuses. */
    readonly ready: Promise<void>;
    get state(): RoomState;
    /** Who is here, if `presence` was asked for. */
    get presence(): Presence;
    /** How far this client has seen the room. An application that keeps it can go on from here in its next life, with `since`. */
    get position(): Position | undefined;
    on<Name extends keyof RoomEvents<Data>>(name: Name, listener: (event: RoomEvents<Data>[Name]) => void): () => void;
    /** Publishes any JSON value, across reconnects; comes back when it is stored and has its place, or fails with a `RoomSocketsError`. */
    publish(data: Data, { key, echo }?: PublishOptions): Publishing;
    /** Tells the others something of the moment; it is lost when there is no connection. The name has at most 64 bytes. */
    signal(name: string, data?: unknown): void;
    /** A page of what was said; the newest one by default. */
    history(range?: HistoryRange): Promise<HistoryPage<Message<Data>>>;
    /** Leaves for good; `client.join` enters anew. */
    leave(): void;
    /** The messages, as the `message` event has them. Ends with the room; fails with `overflow` when the reader falls behind. */
    [Symbol.asyncIterator](): AsyncIterableIterator<Message<Data>>;
}
