import { RoomSocketsError } from './errors.js';
import type { AnswerFrame, ClientFrame, ErrorFrame } from './protocol.js';
/** Bounds of what waits for the server. */
export interface OutboxOptions {
    /** Milliseconds until a request fails with `timeout`, reconnects included; 30,000 by default. */
    readonly timeout?: number;
    /** How many requests may wait; 100 by default. */
    readonly queueMessages?: number;
    /** How many bytes they may have together; 1,048,576 by default. */
    readonly queueBytes?: number;
}
/** What the outbox needs to know of the connection. */
export interface Port<Room> {
    /** Whether requests of this room, or of none, may go out now. */
    ready(room: Room | undefined): boolean;
    send(text: string): void;
    nextId(): number;
    maxBytes(): number | undefined;
    random(): number;
}
/** Requests until they are answered: sent in their order, again after a reconnect, again when the refusal was temporary. */
export declare class Outbox<Room> {
    #private;
    constructor(port: Port<Room>, { timeout, queueMessages, queueBytes }: OutboxOptions);
    /** Sends a request as soon as that is possible; comes back with its answer. */
    add(frame: ClientFrame, room?: Room): Promise<AnswerFrame>;
    /** Sends what a room, or what belongs to none, has not sent on this connection. */
    flush(room?: Room): void;
    /** Takes an answer; false when nothing here waited for it. */
    answer(frame: AnswerFrame | ErrorFrame): boolean;
    /** A message of ours has come back whose answer was lost with the connection: asking for it again would say it twice, where the server keeps no keys. */
    confirm(key: string | undefined, offset: number, room: Room): void;
    /** The connection is gone, and nobody knows what of it has arrived. */
    rewind(): void;
    /** Gives up what waits for a room; or everything, for good. */
    fail(error: RoomSocketsError, room?: Room): void;
}
