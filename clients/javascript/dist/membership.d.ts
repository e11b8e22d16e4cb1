import type { JoinOptions } from './options.js';
import type { ClientFrame, ErrorFrame, Item, JoinedFrame, RoomFrame } from './protocol.js';
import { type Gap, Timeline } from './timeline.js';
/** What a membership needs of the connection. */
export interface Wire {
    nextId(): number;
    /** Drops the frame when there is no connection. */
    send(frame: ClientFrame): void;
    random(): number;
}
interface Events {
    /** All that is here, before anything else is done with it. */
    seen(items: readonly Item[]): void;
    joined(frame: JoinedFrame, gap: Gap | undefined): void;
    item(item: Item): void;
}
/** Joins a room, passes its messages on in their order, and joins again from where it stands when some are missing. */
export declare class Membership {
    #private;
    readonly timeline: Timeline;
    /** Whether the server has let us in on this connection. */
    open: boolean;
    constructor(room: string, options: JoinOptions, wire: Wire, events: Events);
    /** Whether an answer is waited for; until it comes, messages are ignored, for it brings them again. */
    get joining(): boolean;
    join(): void;
    /** Asks for presence, if nobody has; it comes with the answer to a join. A join under way did not ask for it. */
    watch(): void;
    /** The connection, or the membership itself, is over. */
    suspend(): void;
    receive(frame: RoomFrame): void;
    /** Takes a refusal: `later` when it will ask again, `final` when there is no hope, nothing when it did not ask. */
    refused({ id, temporary, retryAfterMs }: ErrorFrame): 'later' | 'final' | undefined;
}
export {};
