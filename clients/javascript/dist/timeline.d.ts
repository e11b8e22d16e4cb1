import type { JoinedFrame, Position } from './protocol.js';
/** Offsets of a room that were missed and that the server cannot repeat. */
export interface Gap {
    readonly from: number;
    readonly to: number;
    /** The room's offsets have started again: what was seen before belongs to another order. */
    readonly restarted: boolean;
}
/** How far a room has been seen: each offset counts once, and none is passed over unnoticed. */
export declare class Timeline {
    position: Position | undefined;
    constructor(position: Position | undefined);
    /** Takes the place that the server gives in its answer to a join; returns what is missing before it. */
    reset({ offset, epoch, recovered }: JoinedFrame): Gap | undefined;
    /** Whether this offset is the next one; if so, it is seen from now on. */
    advance(offset: number): 'next' | 'seen' | 'hole';
}
