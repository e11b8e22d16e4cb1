import type { Room, RoomSocketsError } from './index.js';
/** A message of our own that has not come back yet: `sent` when the server has it, `failed` when it does not take it. */
export interface Outgoing<Data = unknown> {
    readonly key: string;
    readonly data: Data;
    readonly status: 'sending' | 'sent' | 'failed';
    readonly error?: RoomSocketsError;
    /** Its place, once it is sent. */
    readonly offset?: number;
}
/** What this page has sent to a room and not seen there yet, in the order of sending. */
export declare class OutgoingList<Data> {
    #private;
    readonly items: Outgoing<Data>[];
    /** Publishes, under the key of an earlier attempt if it is one. */
    send(room: Room<Data>, data: Data, earlier?: string): Promise<void>;
    /** Drops those whose place has come by. */
    seen(room: Room<Data>): void;
    drop(key: string | undefined): void;
    clear(): void;
}
